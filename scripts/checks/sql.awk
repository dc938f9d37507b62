# Finds SQL that is put together from values at run time (threat 27: a string from another node
# becomes part of a statement). Arguments: Swift files.
#
# In the text of a statement only these may be interpolated or concatenated:
#   \(Type.member)                       a static constant of ours, such as a list of columns,
#                                        also with .replacing("…", with: "…")
#   \(fixed: x)                          a StaticString: the compiler admits literals alone
#   \(databaseQuestionMarks(count: n))   question marks
#   literal: "… \(value)"                GRDB makes an argument of each value
# Everything else is bound: "… WHERE id = ?" with [id].

function report(why) {
  printf "%s:%d: SQL from %s: bind the value with ? and an argument; a fixed part is \\(Type.constant) or \\(fixed: aStaticString) (see scripts/checks/sql.awk)\n", FILENAME, FNR, why
  bad = 1
}

# Whether a text interpolates something that no rule above admits.
function interpolates(text, binds,    rest) {
  while ((at = index(text, "\\(")) > 0) {
    rest = substr(text, at + 2)
    text = rest
    if (rest ~ /^(Self|[A-Z][A-Za-z0-9]*)(\.[A-Za-z0-9]+)+\)/) continue
    if (rest ~ /^(Self|[A-Z][A-Za-z0-9]*)(\.[A-Za-z0-9]+)+\.replacing\("[^"\\]*", with: "[^"\\]*"\)\)/) continue
    if (rest ~ /^fixed: /) continue
    if (rest ~ /^databaseQuestionMarks\(count: [A-Za-z0-9.]+\)\)/) continue
    if (binds && rest !~ /^(sql|raw):/) continue
    return 1
  }
  return 0
}

# Whether a line glues a string literal to something that is not a literal or a static constant.
function concatenates(line) {
  gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
  gsub(/(Self|[A-Z][A-Za-z0-9]*)(\.[A-Za-z0-9]+)+/, "\"\"", line)
  return line ~ /""[ ]*\+[ ]*[a-z(]/ || line ~ /[a-z0-9)][ ]*\+[ ]*""/ \
    || line ~ /sql:[^,"]*[A-Za-z0-9)] \+ / || line ~ /(sql|query|statement)[A-Za-z]* *\+= /
}

BEGIN {
  verb = "(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|CREATE|DROP|ALTER|PRAGMA|ATTACH|VACUUM|REINDEX|ANALYZE|EXPLAIN)"
}

FNR == 1 { multiline = 0; previous = ""; wasSQL = 0 }

/^[ \t]*\/\// { next }

multiline {
  if ($0 ~ /^[ \t]*"""/) {
    multiline = 0
    if (isSQL && $0 ~ /"""#*[ ]*\+[ ]*[a-z(]/) report("concatenation")
    previous = $0
    next
  }
  if (isFirst && $0 ~ "^[ \t]*" verb "[ ]") isSQL = 1
  isFirst = 0
  if (isSQL && interpolates($0, binds)) report("interpolation")
  next
}

/"""[ \t]*$/ {
  context = previous " " $0
  binds = context ~ /literal:[ ]*#*"""/ || context ~ /(SQL\(|: SQL = )#*"""/ || context ~ /literal:[ ]+#*"""/
  isSQL = context ~ /sql:[ ]*#*"""/
  if (isSQL && concatenates($0)) report("concatenation")
  multiline = 1
  isFirst = 1
  previous = $0
  next
}

{
  isSQL = $0 ~ /sql:/ || $0 ~ "\"" verb "[ ]" || $0 ~ /(sql|query|statement)[A-Za-z]* *\+= /
  binds = $0 ~ /literal:[ ]*#*"/ || $0 ~ /(SQL\(|: SQL = )#*"/
  if (isSQL && interpolates($0, binds)) report("interpolation")
  else if (isSQL && concatenates($0)) report("concatenation")
  else if (wasSQL && $0 ~ /^[ \t]*\+[ ]*[a-z(]/) report("concatenation")
  wasSQL = isSQL
  previous = $0
}

END { exit bad }
