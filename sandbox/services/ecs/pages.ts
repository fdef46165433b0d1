import { invalidParameter } from './lookup.ts'

/** One page of a list, and the token for the next. Throws InvalidParameterException for a token of no list of ours. */
export function page<T>(
  items: T[],
  request: { nextToken?: string | undefined; maxResults?: number | undefined },
  largest = 100,
): { items: T[]; nextToken?: string } {
  const size = request.maxResults ?? largest
  if (!Number.isInteger(size) || size < 1 || size > largest) {
    throw invalidParameter(`maxResults must be between 1 and ${largest}.`)
  }
  const start = request.nextToken ? position(request.nextToken) : 0
  const end = start + size
  return { items: items.slice(start, end), ...(end < items.length && { nextToken: token(end) }) }
}

function token(start: number): string {
  return Buffer.from(JSON.stringify({ start })).toString('base64')
}

function position(nextToken: string): number {
  try {
    const { start } = JSON.parse(Buffer.from(nextToken, 'base64').toString()) as { start: unknown }
    if (Number.isInteger(start)) return start as number
  } catch {
    // Not one of ours: told below.
  }
  throw invalidParameter('Invalid token')
}
