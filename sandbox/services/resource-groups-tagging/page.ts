import { PaginationTokenExpiredException } from '@aws-sdk/client-resource-groups-tagging-api'

/** The items after the one that the token names, at most `size`; the next token is '' at the end, as AWS has it. */
export function pageAfter<T>(
  items: T[],
  token: string | undefined,
  size: number,
  keyOf: (item: T) => string,
) {
  const last = token ? Buffer.from(token, 'base64url').toString() : ''
  if (token && Buffer.from(last).toString('base64url') !== token) {
    throw new PaginationTokenExpiredException({ message: 'The specified token is invalid.', $metadata: {} })
  }
  const rest = items.filter(item => keyOf(item) > last)
  const page = rest.slice(0, size)
  const end = page.at(-1)
  const PaginationToken =
    rest.length > page.length && end !== undefined ? Buffer.from(keyOf(end)).toString('base64url') : ''
  return { page, PaginationToken }
}
