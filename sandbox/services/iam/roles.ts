import type { Store } from '../../store/store.ts'
import { iamState, type Role } from './store.ts'

/** The role of an ARN such as `arn:aws:iam::123456789012:role/path/name`; undefined when there is none. */
export function findRole(store: Store, roleArn: string): Role | undefined {
  const [, accountId, name] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(roleArn) ?? []
  if (!accountId || !name) return undefined
  const role = iamState(store, accountId).roles.get(name)
  return role?.Arn === roleArn ? role : undefined
}
