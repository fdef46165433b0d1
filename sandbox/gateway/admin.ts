import { timingSafeEqual } from 'node:crypto'
import type { Sandbox } from '../operation.ts'
import type { WireRequest, WireResponse } from '../protocol/protocol.ts'
import type { Accounts } from './accounts.ts'
import type { Controllers } from './service.ts'

/** What the admin routes work on. */
export interface AdminContext {
  sandbox: Sandbox
  accounts: Accounts
  controllers: () => readonly Controllers[]
  token: string
  version: string
}

/** The routes under `/_sandbox/`: health for everyone, the rest for who has the admin token. */
export async function admin(request: WireRequest, context: AdminContext): Promise<WireResponse> {
  const { method, path } = request
  if (path === '/_sandbox/health') {
    return json(200, { status: 'ok', version: context.version, runtime: context.sandbox.config.runtime })
  }
  if (!authorized(request, context.token)) {
    return json(401, {
      message:
        'The admin token is missing or wrong. It is in the file admin-token in the state folder of the practice account; send it as "Authorization: Bearer <token>".',
    })
  }
  if (method === 'POST' && path === '/_sandbox/accounts') return json(200, context.accounts.create())
  return json(404, { message: `There is no admin route ${method} ${path}.` })
}

function authorized({ headers }: WireRequest, token: string): boolean {
  const given = Buffer.from(headers.authorization?.replace(/^Bearer /, '') ?? '')
  const wanted = Buffer.from(token)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function json(status: number, body: object): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
