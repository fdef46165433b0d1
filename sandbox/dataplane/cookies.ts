/** The value of one cookie in a Cookie header. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}

/** Set-Cookie lines of a stickiness cookie: the cookie, and its twin for requests from other sites, as AWS sets both. */
export function stickyCookies(name: string, value: string, durationSeconds: number): string[] {
  const expires = new Date(Date.now() + durationSeconds * 1000).toUTCString()
  return [
    `${name}=${value}; Expires=${expires}; Path=/`,
    `${name}CORS=${value}; Expires=${expires}; Path=/; SameSite=None`,
  ]
}
