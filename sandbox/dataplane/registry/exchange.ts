import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Sandbox } from '../../operation.ts'
import { findRepository } from '../../services/ecr/repositories.ts'
import type { RepositoryDocument } from '../../services/ecr/store.ts'
import type { Scope } from '../../store/store.ts'
import { authorize, type Visitor } from './authenticate.ts'
import { RegistryError } from './registry-error.ts'
import type { RepositoryRoute } from './route.ts'

/** One request for something of a repository. */
export interface Exchange {
  sandbox: Sandbox
  request: IncomingMessage
  response: ServerResponse
  route: RepositoryRoute
  visitor: Visitor
  scope: Scope
}

/** The repository, if the visitor may do this to it. Throws DENIED or RepositoryNotFoundException. */
export function repositoryFor(
  { sandbox, route, visitor, scope }: Exchange,
  ...actions: string[]
): RepositoryDocument {
  for (const action of actions) authorize(sandbox, visitor, action, route)
  return findRepository(scope, route.repositoryName)
}

/** Answers without a body. */
export function sendEmpty(
  response: ServerResponse,
  status: number,
  headers: Record<string, string | number>,
): void {
  response.writeHead(status, { 'content-length': 0, ...headers }).end()
}

export function notAllowed({ request, route }: Exchange): RegistryError {
  return new RegistryError(405, 'UNSUPPORTED', `${request.method} is not supported for ${route.kind}.`)
}
