import { malformedPolicy } from './errors.ts'
import { findRole } from './roles.ts'
import { list, readPolicy } from './policy/document.ts'
import type { IamState } from './store.ts'
import { checkPolicy } from './validate.ts'
import type { Store } from '../../store/store.ts'

/** Checks a role's trust policy; like AWS it refuses principals of this account that do not exist. */
export function checkTrustPolicy(store: Store, state: IamState, text: string): void {
  checkPolicy(text, 'trust')
  for (const { Principal } of readPolicy(text).Statement) {
    if (Principal === undefined || Principal === '*') continue
    if (typeof Principal !== 'object')
      throw malformedPolicy(`Invalid principal in policy: "${String(Principal)}"`)
    for (const [kind, value] of Object.entries(Principal)) {
      const wrong = list(value).find(name => !exists(store, state, kind, name))
      if (wrong !== undefined) throw malformedPolicy(`Invalid principal in policy: "${kind}":"${wrong}"`)
    }
  }
}

function exists(store: Store, state: IamState, kind: string, name: string): boolean {
  if (kind === 'Service') return /^[\w.-]+\.amazonaws\.com$/.test(name)
  if (kind !== 'AWS') return kind === 'Federated' || kind === 'CanonicalUser'
  if (name === '*' || /^\d{12}$/.test(name)) return true
  const [, accountId, resource = ''] = /^arn:aws:(?:iam|sts)::(\d{12}):(.+)$/.exec(name) ?? []
  if (accountId === undefined) return false
  if (accountId !== state.scope.accountId || resource === 'root' || resource.startsWith('assumed-role/'))
    return true
  if (resource.startsWith('role/')) return findRole(store, name) !== undefined
  return state.users.values().some(({ Arn }) => Arn === name)
}
