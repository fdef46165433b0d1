import { invalid } from './errors.ts'
import type { BuildDocument } from './store.ts'

const PAGE = 100

/** A page of 100, as CodeBuild gives them, and the token for the next. Throws InvalidInputException. */
export function page<T>(items: T[], token: string | undefined): { items: T[]; nextToken?: string } {
  const start = token ? Number(Buffer.from(token, 'base64url').toString() || NaN) : 0
  if (!Number.isInteger(start) || start < 0) throw invalid('Invalid next token provided')
  const end = start + PAGE
  return {
    items: items.slice(start, end),
    ...(end < items.length && { nextToken: Buffer.from(String(end)).toString('base64url') }),
  }
}

/** A page of builds' ids, newest first unless asked otherwise. Throws InvalidInputException. */
export function pageOfBuilds(
  builds: BuildDocument[],
  { sortOrder, nextToken }: { sortOrder?: string | undefined; nextToken?: string | undefined },
): { ids: string[]; nextToken?: string } {
  const sorted = builds.sort((a, b) => b.startTime - a.startTime || b.buildNumber - a.buildNumber)
  if (sortOrder === 'ASCENDING') sorted.reverse()
  const { items, ...rest } = page(sorted, nextToken)
  return { ids: items.map(({ id }) => id), ...rest }
}
