# Compares the table of docs/security.md with the tests, both ways: each row names the test files
# that say "(threat N)", and all of them. Arguments: docs/security.md, then the test files.

FNR == NR {
  if ($0 !~ /^\| [0-9]+ \|/) next
  split($0, cells, "|")
  number = cells[2] + 0
  rows[number] = FNR
  rest = $0
  while (match(rest, /Tests\/[A-Za-z0-9_\/.-]+/)) {
    path = substr(rest, RSTART, RLENGTH)
    rest = substr(rest, RSTART + RLENGTH)
    listed[number, path] = FNR
    count[number]++
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
  for (number = 1; number <= 36; number++) {
    if (!(number in rows)) {
      printf "docs/security.md:1: has no row %d\n", number
      bad = 1
    } else if (!count[number] && !later[number]) {
      printf "docs/security.md:%d: names no test for threat %d\n", rows[number], number
      bad = 1
    }
  }
  for (pair in listed) {
    split(pair, parts, SUBSEP)
    if (listed[pair] && !(pair in found)) {
      printf "docs/security.md:%d: %s says nothing of threat %d\n", listed[pair], parts[2], parts[1]
      bad = 1
    }
  }
  exit bad
}
