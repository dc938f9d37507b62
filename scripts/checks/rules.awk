# Finds what style.md keeps out of Sources and the formatter does not see. Arguments: Swift files below Sources.

function report(what) {
  printf "%s:%d: %s\n", FILENAME, FNR, what
  bad = 1
}

FNR == 1 { split(FILENAME, path, "/"); target = path[2]; multiline = 0 }

{
  quotes = gsub(/"""/, "\"\"\"")
  if (multiline) {
    if (quotes % 2) multiline = 0
    next
  }
  if (quotes % 2) multiline = 1

  code = $0
  gsub(/"([^"\\]|\\.)*"/, "\"\"", code)
  comment = ""
  if ((at = index(code, "//")) > 0) {
    comment = substr(code, at)
    code = substr(code, 1, at - 1)
  }

  if (target != "Node" && (code ~ /(^|[^A-Za-z0-9_.])Date(\.init)?\(\)/ \
      || code ~ /Date\.now|timeIntervalSinceNow/ || code ~ /Date\??[ ]*=[ ]*\.(now|init\(\))/))
    report("the clock is read outside Node: take the time as a parameter (`at now: Date`)")
  if (code ~ /(^|[^A-Za-z0-9_])try!/) report("try!: handle the error or pass it on")
  if (code ~ /(^|[^A-Za-z0-9_])as!/) report("as!: use `as?` and a guard")
  if (code ~ /(^|[^A-Za-z0-9_])fatalError\(/)
    report("fatalError: throw; for a broken promise of our own use `precondition`")
  if (code ~ /^[ \t]*(@[A-Za-z]+[ \t]+)*(public|open)[ \t]/)
    report("public: write nothing, or `package` where another target needs it")
  if (comment ~ /(TODO|FIXME)/ && comment !~ /https:\/\//)
    report("a TODO without a link: do it, or link the issue")
}

END { exit bad }
