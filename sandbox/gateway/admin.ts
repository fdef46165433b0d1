import { timingSafeEqual } from 'node:crypto'
import { AwsError, type Sandbox } from '../operation.ts'
import type { WireRequest, WireResponse } from '../protocol/protocol.ts'
import { readDocument, writeDocument } from '../store/document-text.ts'
import { interruptSpotTasks, type SpotInterruption } from '../services/ecs/spot-interruption.ts'
import { databaseEndpoints } from '../services/rds/real-endpoints.ts'
import type { Accounts } from './accounts.ts'
import type { AccountState } from './account-state.ts'

/** What the admin routes work on. */
export interface AdminContext {
  sandbox: Sandbox
  accounts: Accounts
  state: AccountState
  token: string
  version: string
}

interface Route {
  method: string
  path: RegExp
  /** Whether it answers without the admin token. */
  open?: true
  handle(context: AdminContext, accountId: string, body: () => unknown): object | Promise<object>
}

const ACCOUNT = String.raw`^/_sandbox/accounts/(\d{12})`

/** The routes under `/_sandbox/`. */
const routes: readonly Route[] = [
  { method: 'GET', path: /^\/_sandbox\/health$/, open: true, handle: health },
  { method: 'POST', path: /^\/_sandbox\/accounts$/, handle: ({ accounts }) => accounts.create() },
  { method: 'GET', path: new RegExp(`${ACCOUNT}$`), handle: describe },
  { method: 'GET', path: new RegExp(`${ACCOUNT}/clock$`), handle: clock },
  { method: 'PUT', path: new RegExp(`${ACCOUNT}/clock$`), handle: setClock },
  { method: 'POST', path: new RegExp(`${ACCOUNT}/reset$`), handle: reset },
  {
    method: 'GET',
    path: new RegExp(`${ACCOUNT}/snapshot$`),
    handle: ({ state }, accountId) => state.save(accountId),
  },
  { method: 'PUT', path: new RegExp(`${ACCOUNT}/snapshot$`), handle: restore },
  {
    method: 'GET',
    path: new RegExp(`${ACCOUNT}/databases$`),
    handle: ({ sandbox }, accountId) => ({ databases: databaseEndpoints(sandbox, accountId) }),
  },
  { method: 'POST', path: new RegExp(`${ACCOUNT}/spot-interruptions$`), handle: interruptSpot },
]

/** Answers a request under `/_sandbox/`; all but health want the admin token. */
export async function admin(request: WireRequest, context: AdminContext): Promise<WireResponse> {
  const { method, path } = request
  const here = routes.filter(route => route.path.test(path))
  const route = here.find(candidate => candidate.method === method)
  if (!route?.open && !authorized(request, context.token)) {
    return json(401, {
      message:
        'The admin token is missing or wrong. It is in the file admin-token in the state folder of the practice account; send it as "Authorization: Bearer <token>".',
    })
  }
  if (!route) {
    const methods = here.map(candidate => candidate.method).join(', ')
    return json(here.length > 0 ? 405 : 404, {
      message: `There is no admin route ${method} ${path}.${methods && ` It takes ${methods}.`}`,
    })
  }
  const accountId = route.path.exec(path)?.[1] ?? ''
  if (accountId && !context.accounts.has(accountId)) {
    return json(404, { message: `There is no account ${accountId} here. POST /_sandbox/accounts makes one.` })
  }
  try {
    return json(200, await route.handle(context, accountId, () => parseBody(request)))
  } catch (error) {
    if (error instanceof AwsError) return json(error.status, { message: error.message })
    throw error
  }
}

function health({ sandbox, version }: AdminContext): object {
  return { status: 'ok', version, runtime: sandbox.config.runtime }
}

function describe({ sandbox }: AdminContext, accountId: string): object {
  return { accountId, timeScale: sandbox.clock.scale(accountId) }
}

function clock({ sandbox }: AdminContext, accountId: string): object {
  return { scale: sandbox.clock.scale(accountId) }
}

function setClock({ sandbox }: AdminContext, accountId: string, body: () => unknown): object {
  const { scale } = (body() ?? {}) as { scale?: unknown }
  if (typeof scale !== 'number' || !(scale >= 0.1 && scale <= 1000)) {
    throw new AwsError(
      'InvalidScale',
      `scale must be a number between 0.1 and 1000 (1 = as on AWS); got ${JSON.stringify(scale)}.`,
    )
  }
  sandbox.clock.setScale(accountId, scale)
  sandbox.store.flush()
  return { scale }
}

async function reset({ state }: AdminContext, accountId: string): Promise<object> {
  await state.reset(accountId)
  return { accountId }
}

async function restore({ state }: AdminContext, accountId: string, body: () => unknown): Promise<object> {
  await state.restore(accountId, body())
  return { accountId }
}

/** Takes Spot capacity away: from one task, from a cluster's (`{"cluster": "lab"}`), or from all on FARGATE_SPOT. */
function interruptSpot({ sandbox }: AdminContext, accountId: string, body: () => unknown): object {
  const which = (body() ?? {}) as SpotInterruption
  const interrupted = sandbox.store
    .scopes()
    .filter(scope => scope.accountId === accountId)
    .flatMap(scope => interruptSpotTasks(sandbox, scope, which))
  sandbox.store.flush()
  return { interrupted }
}

function parseBody({ body }: WireRequest): unknown {
  try {
    return readDocument(body.toString('utf8'))
  } catch (error) {
    throw new AwsError('InvalidBody', `The request body is not valid JSON: ${(error as Error).message}`)
  }
}

function authorized({ headers }: WireRequest, token: string): boolean {
  const given = Buffer.from(headers.authorization?.replace(/^Bearer /, '') ?? '')
  const wanted = Buffer.from(token)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function json(status: number, body: object): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: writeDocument(body) }
}
