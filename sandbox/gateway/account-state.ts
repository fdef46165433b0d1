import { AwsError, type Sandbox } from '../operation.ts'
import { readDocument, writeDocument } from '../store/document-text.ts'
import { FORMAT_CHANGES, newestOf, upgradeDocuments } from '../store/formats.ts'
import type { StoredDocument } from '../store/stored-document.ts'
import type { Accounts } from './accounts.ts'
import type { Controllers } from './service.ts'

/** Everything an account has, but its keys and its clock; tasks are not in it: the schedulers start them anew. */
export interface Snapshot {
  /** Of the state when it was saved; an older one is brought to the newest as it is restored. */
  format: number
  accountId: string
  documents: StoredDocument[]
}

const NEWEST = newestOf(FORMAT_CHANGES)

/** Kinds that belong to the account itself and outlive its contents. */
const OWN_KINDS = new Set(['account', 'account:clock'])
const NOT_IN_SNAPSHOTS = new Set([...OWN_KINDS, 'iam:access-key', 'sts:session'])

/** Empties, saves and restores whole accounts, one at a time for each; requests of that account wait meanwhile. */
export class AccountState {
  readonly #sandbox: Sandbox
  readonly #accounts: Accounts
  readonly #controllers: () => readonly Controllers[]
  readonly #changing = new Map<string, Promise<void>>()

  constructor(sandbox: Sandbox, accounts: Accounts, controllers: () => readonly Controllers[]) {
    this.#sandbox = sandbox
    this.#accounts = accounts
    this.#controllers = controllers
  }

  /** Resolves when nobody is emptying or restoring the account. */
  async settled(accountId: string): Promise<void> {
    for (let change = this.#changing.get(accountId); change; change = this.#changing.get(accountId)) {
      await change.catch(() => undefined)
    }
  }

  /** Ends what runs in the account and removes all it holds; its key stays valid. */
  async reset(accountId: string): Promise<void> {
    await this.#replace(accountId, [])
  }

  save(accountId: string): Snapshot {
    const documents = this.#sandbox.store
      .exportAccount(accountId)
      .filter(({ kind }) => !NOT_IN_SNAPSHOTS.has(kind))
    const beside = this.#controllers().flatMap(controller => controller.saveAccount?.(accountId) ?? [])
    return { format: NEWEST, accountId, documents: [...documents, ...beside] }
  }

  /** Puts a snapshot, also one of another account, in the place of all that the account holds. */
  async restore(accountId: string, snapshot: unknown): Promise<void> {
    const { format, accountId: from, documents: saved } = checked(snapshot)
    const documents = upgradeDocuments(format, saved)
    const text = writeDocument(documents.filter(({ kind }) => !NOT_IN_SNAPSHOTS.has(kind)))
    // ARNs, queue URLs and security groups name the account they were made in.
    await this.#replace(accountId, readDocument(text.replaceAll(from, accountId)) as StoredDocument[])
  }

  async #replace(accountId: string, documents: StoredDocument[]): Promise<void> {
    await this.settled(accountId)
    const change = this.#exchange(accountId, documents)
    this.#changing.set(accountId, change)
    try {
      await change
    } finally {
      this.#changing.delete(accountId)
    }
  }

  async #exchange(accountId: string, documents: StoredDocument[]): Promise<void> {
    const { store } = this.#sandbox
    for (const controller of this.#controllers()) await controller.resetAccount?.(accountId)
    const own = store.exportAccount(accountId).filter(({ kind }) => OWN_KINDS.has(kind))
    store.replaceAccount(accountId, [...own, ...documents])
    this.#accounts.putLearner(accountId)
    store.flush()
    for (const controller of this.#controllers()) await controller.restoreAccount?.(accountId)
  }
}

function checked(snapshot: unknown): Snapshot {
  const { format, accountId, documents } = (snapshot ?? {}) as Partial<Snapshot>
  if (
    typeof format !== 'number' ||
    !(format >= 1) ||
    typeof accountId !== 'string' ||
    !/^\d{12}$/.test(accountId) ||
    !Array.isArray(documents)
  ) {
    throw new AwsError(
      'InvalidSnapshot',
      'This is not a snapshot of an account: expected {"format": 1, "accountId": "…", "documents": […]}, as GET …/snapshot answers it.',
    )
  }
  if (format > NEWEST) {
    throw new AwsError(
      'InvalidSnapshot',
      `This snapshot was made by a newer Slipway (format ${format}, this one reads ${NEWEST}). Update Slipway and restore it again.`,
    )
  }
  const broken = documents.find(
    ({ region, kind, id, body }) =>
      [region, kind, id].some(part => typeof part !== 'string') || typeof body !== 'object' || body === null,
  )
  if (broken)
    throw new AwsError(
      'InvalidSnapshot',
      `This document of the snapshot lacks region, kind, id or body: ${JSON.stringify(broken).slice(0, 200)}`,
    )
  return { format, accountId, documents }
}
