import HTTPServer
import TestSupport

/// Accounts that nobody gets into.
struct NobodySignsIn: ClosedDoors {}
