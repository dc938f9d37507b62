#!/usr/bin/env python3
"""Writes the manual page maillage(1) from what the program says of itself.

usage: manpage.py DATE < (maillage --experimental-dump-help)
"""

import json
import sys


def text(words):
    """Words as roff takes them: no backslash, hyphen or leading dot of theirs is a command."""
    words = words.replace("\\", "\\e").replace("-", "\\-")
    lines = [line.strip() for line in words.splitlines()]
    return "\n".join("\\&" + line if line.startswith((".", "'")) else line for line in lines)


def name(argument):
    if argument["kind"] == "positional":
        return f"\\fI{text(argument['valueName'])}\\fR"
    names = []
    for one in argument["names"]:
        dashes = "--" if one["kind"] == "long" else "-"
        names.append(f"\\fB{text(dashes + one['name'])}\\fR")
    value = f" \\fI{text(argument['valueName'])}\\fR" if argument["kind"] == "option" else ""
    return ", ".join(names) + value


def write(command, words):
    path = [*words, command["commandName"]]
    shown = [one for one in command.get("subcommands", []) if one.get("shouldDisplay", True)]
    if words:
        print(f".SS {text(' '.join(path))}")
    if abstract := command.get("abstract"):
        print(text(abstract))
    if discussion := command.get("discussion"):
        for paragraph in discussion.split("\n\n"):
            print(".PP")
            print(text(paragraph))
    for argument in command.get("arguments", []):
        if not argument.get("shouldDisplay", True) or name(argument) in COMMON and words:
            continue
        print(".TP")
        print(name(argument))
        print(text(argument.get("abstract") or argument.get("valueName", "")))
    for one in sorted(shown, key=lambda one: one["commandName"]):
        if one["commandName"] != "help":
            write(one, path)


COMMON = {
    "\\fB\\-\\-home\\fR \\fIhome\\fR", "\\fB\\-\\-json\\fR", "\\fB\\-\\-version\\fR",
    "\\fB\\-h\\fR, \\fB\\-\\-help\\fR", "\\fB\\-\\-dry\\-run\\fR", "\\fB\\-\\-reason\\fR \\fIreason\\fR",
}

command = json.load(sys.stdin)["command"]
print(f'.TH MAILLAGE 1 "{sys.argv[1]}" "maillage" "User Commands"')
print(".SH NAME")
print("maillage \\- node of a federated territory network")
print(".SH SYNOPSIS")
print("\\fBmaillage\\fR \\fInoun\\fR \\fIverb\\fR [\\fIoptions\\fR]")
print(".SH DESCRIPTION")
print(text(command["abstract"]))
print(".PP")
print("Every command takes \\fB\\-\\-home\\fR \\fIdirectory\\fR, and most take \\fB\\-\\-json\\fR; those that change")
print("something take \\fB\\-\\-dry\\-run\\fR and \\fB\\-\\-reason\\fR \\fItext\\fR.")
print(".SH COMMANDS")
for one in sorted(command["subcommands"], key=lambda one: one["commandName"]):
    if one["commandName"] != "help" and one.get("shouldDisplay", True):
        write(one, ["maillage"])
print(".SH ENVIRONMENT")
print(".TP\n\\fBMAILLAGE_HOME\\fR\nThe directory of the node.")
print(".TP\n\\fBMAILLAGE_\\fR\\fISECTION\\fR\\fB_\\fR\\fINAME\\fR")
print("A setting; it wins over \\fImaillage.yaml\\fR.")
print(".SH FILES")
print(".TP\n\\fI/var/lib/maillage\\fR\nThe home of the node that the service serves.")
print(".TP\n\\fI/etc/maillage/environment\\fR\nSettings as environment variables.")
print(".SH EXIT STATUS")
print("0 done; 1 refused or failed; 2 wrong usage; 3 nothing found; 4 node not reachable.")
