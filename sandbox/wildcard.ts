/** Compiles a pattern with `*` (any text), `?` (one character) and `\` before either for the character itself; matches in linear memory and without blow-up. */
export function wildcard(pattern: string): (text: string) => boolean {
  if (!/[*?\\]/.test(pattern)) return text => text === pattern
  const tokens = [...pattern.matchAll(/\\(.)|([*?])|([^])/g)].map(([, escaped, special, plain]) => ({
    special,
    literal: escaped ?? plain ?? '',
  }))
  return text => {
    let token = 0
    let at = 0
    let star = -1
    let starAt = 0
    while (at < text.length) {
      const next = tokens[token]
      if (next?.special === '*') {
        star = token++
        starAt = at
      } else if (next && (next.special === '?' || next.literal === text[at])) {
        token++
        at++
      } else if (star >= 0) {
        token = star + 1
        at = ++starAt
      } else return false
    }
    while (tokens[token]?.special === '*') token++
    return token === tokens.length
  }
}
