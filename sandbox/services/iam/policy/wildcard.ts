/**
 * Whether `text` fits a pattern with `*` (any run of characters) and `?` (any one). It goes back only to the last star, so a
 * hostile pattern costs no more than its length times the text's.
 */
export function matches(pattern: string, text: string): boolean {
  let [at, position] = [0, 0]
  let [star, resume] = [-1, 0]
  while (position < text.length) {
    const wanted = pattern.charAt(at)
    if (wanted === '*') {
      star = at++
      resume = position
    } else if (wanted === '?' || wanted === text.charAt(position)) {
      at++
      position++
    } else if (star !== -1) {
      at = star + 1
      position = ++resume
    } else {
      return false
    }
  }
  while (pattern.charAt(at) === '*') at++
  return at === pattern.length
}

/** As `matches`, whatever the case: actions are compared so. */
export function matchesAnyCase(pattern: string, text: string): boolean {
  return matches(pattern.toLowerCase(), text.toLowerCase())
}
