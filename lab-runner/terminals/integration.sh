# Read by a POSIX shell where there is no bash: only the prompt speaks, so a command's end is the next prompt.
PS1="$(printf '\033]133;D;')"'$?'"$(printf ';aid=%s\007\033]133;A;aid=%s\007' "$SLIPWAY_TERMINAL" "$SLIPWAY_TERMINAL")$ $(printf '\033]133;B;aid=%s\007' "$SLIPWAY_TERMINAL")"
PS2="> $(printf '\033]133;P;k=s;aid=%s\007' "$SLIPWAY_TERMINAL")"
if [ -n "$AWS_ENDPOINT_URL" ]; then
  # Command lines before 1.29 and 2.13 do not read AWS_ENDPOINT_URL.
  aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }
fi
