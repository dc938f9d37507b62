# Finds files and functions that are too long. Works on formatted code: the body of a declaration
# ends at the first closing brace in its own column. Arguments: -v lines=N -v body=N, Swift files.

function indentation(text) {
  match(text, /^ */)
  return RLENGTH
}

function finishFile() {
  if (file != "" && length_ > lines) {
    printf "%s:%d: the file has %d lines, at most %d: split it by topic\n", file, lines + 1, length_, lines
    bad = 1
  }
}

FNR == 1 { finishFile(); file = FILENAME; depth = 0; waiting = 0; multiline = 0 }

{
  length_ = FNR
  text = $0
  # The content of a multi-line string is no code.
  if (multiline) {
    if (text ~ /^[ \t]*"""/) multiline = 0
    next
  }
  if (text ~ /"""[ \t]*$/ && text !~ /^[ \t]*\/\//) multiline = 1
  if (text ~ /^[ \t]*$/ || text ~ /^[ \t]*\/\//) next
  sub(/[ ]+\/\/.*$/, "", text)
  column = indentation(text)

  # A declaration that closes.
  if (text ~ /^ *}/) {
    while (depth > 0 && columns[depth] > column) depth--
    if (depth > 0 && columns[depth] == column) {
      size = FNR - starts[depth] + 1
      if (size > body) {
        printf "%s:%d: `%s` has %d lines, at most %d: split it\n", FILENAME, starts[depth], names[depth], size, body
        bad = 1
      }
      depth--
    }
  }

  # A signature over several lines: its body opens in its own column, or there is none.
  if (waiting && column <= waitingColumn) {
    if (column == waitingColumn && text ~ /^ *(\)|where |->|async|throws|{)/) {
      if (text ~ /{$/ || text ~ /{ [^{}]* in$/) { open(waitingStart, waitingColumn, waitingName) ; waiting = 0 }
    } else waiting = 0
  }

  if (text ~ /(^|[ )])func [^ ]/ || text ~ /^ *([a-z]+ |@[A-Za-z]+ )*(init[?<(]|deinit |subscript[<(])/ \
      || text ~ /^ *([a-z()]+ |@[A-Za-z]+ )*var [A-Za-z_`]+: [^=]*{$/) {
    name = text
    sub(/^ */, "", name)
    sub(/ *[({].*/, "", name)
    if (text ~ /{$/) open(FNR, column, name)
    else if (text !~ /{.*}$/) { waiting = 1; waitingStart = FNR; waitingColumn = column; waitingName = name }
  }
}

function open(start, column, name) {
  depth++
  starts[depth] = start
  columns[depth] = column
  names[depth] = name
}

END { finishFile(); exit bad }
