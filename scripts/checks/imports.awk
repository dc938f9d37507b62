# Finds imports that a target may not have. Arguments: imports.txt, then Swift files below Sources.

FNR == NR {
  sub(/#.*/, "")
  if (split($0, row, ":") < 2) next
  target = row[1]
  known[target] = 1
  count = split(row[2], modules, " ")
  for (i = 1; i <= count; i++) allowed[target, modules[i]] = 1
  next
}

FNR == 1 {
  split(FILENAME, path, "/")
  target = path[2]
  if (!(target in known)) {
    printf "%s:1: target %s has no row in scripts/checks/imports.txt: give it one\n", FILENAME, target
    bad = 1
  }
}

{
  line = $0
  sub(/^[ \t]+/, "", line)
  while (line ~ /^@[A-Za-z_]+(\([^)]*\))?[ \t]+/) sub(/^@[A-Za-z_]+(\([^)]*\))?[ \t]+/, "", line)
  sub(/^(public|package|internal|fileprivate|private)[ \t]+/, "", line)
  if (line !~ /^import[ \t]/) next
  sub(/^import[ \t]+/, "", line)
  sub(/^(struct|class|enum|protocol|actor|func|var|let|typealias)[ \t]+/, "", line)
  if (!match(line, /^[A-Za-z_][A-Za-z0-9_]*/)) next
  module = substr(line, RSTART, RLENGTH)
  if (module ~ /^(Foundation|FoundationEssentials|Synchronization|Dispatch|Glibc|Musl|Darwin)$/) next
  if ((target, module) in allowed) next
  printf "%s:%d: %s may not import %s: move the code to a layer that may (docs/architecture.md), or write a decision page and change scripts/checks/imports.txt\n", FILENAME, FNR, target, module
  bad = 1
}

END { exit bad }
