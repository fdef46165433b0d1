import { randomInt } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { newAccessKeyId, newSecretAccessKey } from '../services/iam/access-key-id.ts'
import { type AccessKey, iamState, uniqueId } from '../services/iam/store.ts'
import type { Store } from '../store/store.ts'

/** The key that a new account comes with. */
export interface AccountKey {
  accountId: string
  accessKeyId: string
  secretAccessKey: string
}

interface AccountDocument {
  createdAt: number
  /** Its first user's key, which a reset leaves valid. */
  accessKeyId: string
  secretAccessKey: string
}

const LEARNER = 'learner'
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess'

/** The accounts of this practice account server. */
export class Accounts {
  readonly #store: Store
  readonly #clock: Clock

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  has(accountId: string): boolean {
    return this.#documents(accountId).has('account')
  }

  /** A new account with a user `learner` who may do everything. Without an id, one is drawn. */
  create(accountId = this.#freeId()): AccountKey {
    const accessKeyId = newAccessKeyId('AKIA', accountId)
    const account = { createdAt: this.#clock.now(), accessKeyId, secretAccessKey: newSecretAccessKey() }
    this.#documents(accountId).put('account', account)
    this.#putLearner(accountId, account)
    this.#clock.scale(accountId)
    this.#store.flush()
    return this.key(accountId)
  }

  /** The key that the account was made with. */
  key(accountId: string): AccountKey {
    const account = this.#documents(accountId).get('account')
    if (!account) throw new Error(`There is no account ${accountId} here.`)
    return { accountId, accessKeyId: account.accessKeyId, secretAccessKey: account.secretAccessKey }
  }

  /** Makes sure of the account's first user and of its key, as after a reset. */
  putLearner(accountId: string): void {
    const account = this.#documents(accountId).get('account')
    if (account) this.#putLearner(accountId, account)
  }

  #putLearner(accountId: string, { createdAt, accessKeyId, secretAccessKey }: AccountDocument): void {
    const { users, accessKeys } = iamState(this.#store, accountId)
    const known = users.get(LEARNER)
    users.put(LEARNER, {
      UserName: LEARNER,
      UserId: known?.UserId ?? uniqueId('AIDA'),
      Path: '/',
      Arn: `arn:aws:iam::${accountId}:user/${LEARNER}`,
      createdAt,
      inlinePolicies: known?.inlinePolicies ?? {},
      attachedPolicies: known?.attachedPolicies ?? [ADMINISTRATOR],
      tags: known?.tags ?? [],
    })
    const key: AccessKey = {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      UserName: LEARNER,
      Status: 'Active',
      createdAt,
    }
    accessKeys.put(accessKeyId, key)
  }

  #freeId(): string {
    for (;;) {
      const accountId = String(randomInt(100_000_000_000, 281_000_000_000_000 / 1000))
      if (!this.has(accountId)) return accountId
    }
  }

  #documents(accountId: string) {
    return this.#store.scope(accountId, 'global').collection<AccountDocument>('account')
  }
}
