# Compares the tables of docs/security.md with the tests and with each other.
#
# The first table, both ways: each row names the test files that say "(threat N)", and all of them. The second, of
# guards that were taken away: each row counts the files of that row ("all three files", "two of six files; `X` came
# later") or names each of them. Arguments: docs/security.md, then the test files.

BEGIN {
  split("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen" \
    " eighteen nineteen twenty", spelled, " ")
  for (i in spelled) value[spelled[i]] = i
  value["both"] = 2
}

function report(line, text) {
  printf "docs/security.md:%d: %s\n", line, text
  bad = 1
}

# The names in backticks of a text, into `names`.
function named(text, names,    name) {
  split("", names)
  while (match(text, /`[A-Za-z0-9]+`/)) {
    name = substr(text, RSTART + 1, RLENGTH - 2)
    text = substr(text, RSTART + RLENGTH)
    names[name] = 1
  }
}

# How many files of a row have one of the names.
function having(number, names,    i, many) {
  for (i = 1; i <= count[number]; i++) if (base[number, i] in names) many++
  return many + 0
}

function isOf(number, name,    i) {
  for (i = 1; i <= count[number]; i++) if (base[number, i] == name) return 1
  return 0
}

# A row of the second table: it has to agree with what the first one lists.
function compare(number, text,    names, parts, name, said) {
  tried[number] = FNR
  if (!count[number]) {
    report(FNR, "counts the tests of threat " number ", of which the first table lists none")
    return
  }
  sub(/^ +/, "", text)
  named(text, names)
  for (name in names)
    if (!isOf(number, name)) report(FNR, name " is no test of threat " number)
  split(text, parts, " ")
  if (text ~ /^the file/) said = 1
  else if (text ~ /^both files/) said = 2
  else if (text ~ /^all [a-z]+ files/) said = value[parts[2]]
  else if (text ~ /^[a-z]+ of [a-z]+ files/) {
    said = value[parts[3]]
    # Those that came later are named.
    split("", names)
    if (match(text, /[^;]*came later/)) named(substr(text, RSTART, RLENGTH), names)
    if (said - value[parts[1]] != having(number, names))
      report(FNR, "leaves out " said - value[parts[1]] " test files of threat " number ", and names " \
        having(number, names) " that came later")
  } else said = having(number, names)
  if (said != count[number])
    report(FNR, "speaks of " said + 0 " test files of threat " number ", and the first table lists " \
      count[number])
}

FNR == NR && /^## Guards taken away/ { second = 1 }

FNR == NR {
  if ($0 !~ /^\| [0-9]+ \|/) next
  split($0, cells, "|")
  number = cells[2] + 0
  if (second) { compare(number, cells[4]); next }
  rows[number] = FNR
  if (number > last) last = number
  rest = $0
  while (match(rest, /Tests\/[A-Za-z0-9_\/.-]+/)) {
    path = substr(rest, RSTART, RLENGTH)
    rest = substr(rest, RSTART + RLENGTH)
    listed[number, path] = FNR
    name = path
    sub(/.*\//, "", name)
    sub(/\.swift$/, "", name)
    base[number, ++count[number]] = name
  }
  if (cells[4] ~ /^ *[Cc]omes with /) later[number] = 1
  next
}

tolower($0) ~ /threats? [0-9]/ {
  rest = tolower($0)
  while (match(rest, /threats? [0-9][0-9, and]*/)) {
    words = substr(rest, RSTART, RLENGTH)
    rest = substr(rest, RSTART + RLENGTH)
    while (match(words, /[0-9]+/)) {
      number = substr(words, RSTART, RLENGTH) + 0
      words = substr(words, RSTART + RLENGTH)
      found[number, FILENAME] = FNR
      if (!((number, FILENAME) in listed)) {
        printf "%s:%d: says threat %d, which docs/security.md does not say in its row\n", FILENAME, FNR, number
        listed[number, FILENAME] = 0
        bad = 1
      }
    }
  }
}

END {
  for (number = 1; number <= (last > 36 ? last : 36); number++) {
    if (!(number in rows)) {
      report(1, "has no row " number)
    } else if (!count[number] && !later[number]) {
      report(rows[number], "names no test for threat " number)
    }
  }
  # Without it the numbers would be compared with nothing.
  if (!second) report(1, "has no table of guards that were taken away")
  for (pair in listed) {
    split(pair, parts, SUBSEP)
    if (listed[pair] && !(pair in found)) {
      report(listed[pair], parts[2] " says nothing of threat " parts[1])
    }
  }
  exit bad
}
