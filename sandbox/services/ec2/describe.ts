import type { Filter, Tag } from '@aws-sdk/client-ec2'
import { AwsError } from '../../operation.ts'
import { applyFilters } from './filters.ts'
import type { Fields } from './filters.ts'

interface Request {
  Filters?: Filter[] | undefined
  MaxResults?: number | undefined
  NextToken?: string | undefined
  DryRun?: boolean | undefined
}

/** How one kind of resource is found. */
export interface Kind<T> {
  /** Such as `sg-`; an id of another shape is malformed. */
  prefix: string
  idOf: (resource: T) => string
  tagsOf: (resource: T) => Tag[]
  fields: Fields<T>
  malformed: string
  notFound: (ids: string[]) => AwsError
}

/** What every Describe call does: by id (each must exist), by filters, page by page. */
export function describe<T>(
  all: T[],
  kind: Kind<T>,
  ids: string[] | undefined,
  request: Request,
): { found: T[]; NextToken?: string } {
  refuseDryRun(request)
  const chosen = ids && ids.length > 0 ? byId(all, kind, ids) : all
  return page(applyFilters(chosen, request.Filters, kind.fields, kind.tagsOf), request)
}

function byId<T>(all: T[], kind: Kind<T>, ids: string[]): T[] {
  const malformed = ids.find(id => !id.startsWith(kind.prefix))
  if (malformed !== undefined) {
    throw new AwsError(kind.malformed, `Invalid id: "${malformed}" (expecting "${kind.prefix}...")`)
  }
  const known = new Map(all.map(resource => [kind.idOf(resource), resource]))
  const missing = ids.filter(id => !known.has(id))
  if (missing.length > 0) throw kind.notFound(missing)
  return [...new Set(ids)].flatMap(id => known.get(id) ?? [])
}

/** One page of the results; `NextToken` says where the next begins. */
export function page<T>(
  results: T[],
  { MaxResults, NextToken }: Pick<Request, 'MaxResults' | 'NextToken'>,
  least = 5,
): { found: T[]; NextToken?: string } {
  if (MaxResults !== undefined && (MaxResults < least || MaxResults > 1000)) {
    const bound = MaxResults < least ? `greater than ${least}` : 'less than 1000'
    throw new AwsError(
      'InvalidParameterValue',
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value ${bound}.`,
    )
  }
  const start = NextToken ? Number(Buffer.from(NextToken, 'base64url').toString()) : 0
  if (!Number.isInteger(start) || start < 0 || start > results.length) {
    throw new AwsError('InvalidPaginationToken', 'The specified pagination token is not valid.')
  }
  const end = start + (MaxResults ?? 1000)
  return {
    found: results.slice(start, end),
    ...(end < results.length && { NextToken: Buffer.from(String(end)).toString('base64url') }),
  }
}

/** `--dry-run` asks only whether the call would be allowed; by then it was. */
export function refuseDryRun({ DryRun }: { DryRun?: boolean | undefined }): void {
  if (!DryRun) return
  throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412)
}
