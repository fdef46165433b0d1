import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { fromIni } from '@aws-sdk/credential-providers'
import { openAccount, type AccountOptions } from '@slipway/labs/account.ts'
import type { LabAccount } from '@slipway/labs/define.ts'
import type { DataSource } from 'typeorm'
import type { AccountDto, AccountRequest } from '../contract.ts'
import { AppError } from '../security/app-error.ts'
import type { Seal } from '../security/sealed.ts'
import type { ShellAccount } from '../terminals/environment.ts'
import { AccountEntity, type AccountRow } from './account.entity.ts'
import { explainRefusal } from './explain-refusal.ts'
import type { PracticeKeys, PracticeVendor } from './practice-account.ts'

export const DEFAULT_TIME_SCALE = 10

/** An account whose identity was just asked for, and is the one that the learner confirmed. */
export interface ReadyAccount {
  lab: LabAccount
  target: 'practice' | 'aws'
  timeScale: number
  shell: ShellAccount
}

export interface Accounts {
  /** The row as it is; the first call of a learner makes it, with a practice account where there is a vendor. */
  row(learnerId: string): Promise<AccountRow>
  present(learnerId: string): Promise<AccountDto>
  /** Looks whose credentials these are; they are used only after `confirm`. */
  choose(learnerId: string, request: AccountRequest): Promise<void>
  confirm(learnerId: string, accountId: string): Promise<void>
  setTimeScale(learnerId: string, scale: number): Promise<void>
  /** Throws an AppError when the credentials are not there, do not work, or are another account's than `accountId`. */
  ready(learnerId: string, accountId: string): Promise<ReadyAccount>
  /** What a terminal gets; null while nothing is confirmed. */
  shellAccount(learnerId: string): Promise<ShellAccount | null>
  /** Pasted keys are forgotten, as after a reset. */
  forgetKeys(learnerId: string): void
}

type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
type Source = Pick<AccountOptions, 'endpoint' | 'httpProxy' | 'region' | 'credentials'>

export function createAccounts(options: {
  database: DataSource
  seal: Seal
  practice: PracticeVendor | null
  defaultRegion: string
  /** The Docker Engine that checks read, as DOCKER_HOST has it; null for none. */
  engineHost: string | null
}): Accounts {
  const { database, seal, practice } = options
  const rows = database.getRepository(AccountEntity)
  const pasted = new Map<string, Keys>()
  const clients = new Map<string, { key: string; lab: LabAccount }>()
  const renewing = new Map<string, Promise<AccountRow>>()

  async function find(learnerId: string): Promise<AccountRow> {
    const row = await rows.findOneBy({ learnerId })
    if (row) return row
    const made: AccountRow = {
      learnerId,
      target: 'practice',
      region: options.defaultRegion,
      profile: null,
      practiceAccountId: null,
      practiceKeys: null,
      accountId: null,
      identityArn: null,
      confirmedAccountId: null,
      notice: null,
    }
    await rows.upsert(made, ['learnerId'])
    return made
  }

  /** The row, its practice account made when it was not there, or has been lost. */
  async function current(learnerId: string): Promise<AccountRow> {
    const row = await find(learnerId)
    if (row.target !== 'practice' || !practice) return row
    if (row.practiceAccountId && (await practice.timeScale(row.practiceAccountId)) !== null) {
      if (row.accountId === row.practiceAccountId && practiceKeys(row)) return row
    }
    const running = renewing.get(learnerId) ?? makePracticeAccount(row, practice)
    renewing.set(learnerId, running)
    try {
      return await running
    } finally {
      renewing.delete(learnerId)
    }
  }

  async function makePracticeAccount(row: AccountRow, vendor: PracticeVendor): Promise<AccountRow> {
    const known = row.practiceAccountId ? await vendor.timeScale(row.practiceAccountId) : null
    let keys = known === null ? null : practiceKeys(row)
    let notice: string | null = null
    if (!keys) {
      keys = await vendor.create()
      await vendor.setTimeScale(keys.accountId, DEFAULT_TIME_SCALE)
      if (row.practiceAccountId) {
        notice = `The practice account ${row.practiceAccountId} is gone, and all that was in it. You have a new, empty one: ${keys.accountId}. Confirm it, then begin the lab again, or start from any step.`
      }
    }
    const identityArn = await identify(sourceOf(keys, options.defaultRegion, vendor.endpoint))
    const changed = {
      region: options.defaultRegion,
      practiceAccountId: keys.accountId,
      practiceKeys: seal.seal(JSON.stringify(keys)),
      accountId: keys.accountId,
      identityArn: identityArn.arn,
      // Nothing in it costs anything, so a new learner need not be asked; one who lost an account must be told.
      confirmedAccountId: notice ? null : keys.accountId,
      notice,
    }
    await rows.update({ learnerId: row.learnerId }, changed)
    return { ...row, ...changed }
  }

  function practiceKeys(row: AccountRow): PracticeKeys | null {
    const text = row.practiceKeys && seal.open(row.practiceKeys)
    return text ? (JSON.parse(text) as PracticeKeys) : null
  }

  function source(row: AccountRow): Source {
    if (row.target === 'practice') {
      const keys = practiceKeys(row)
      if (!practice || !keys) throw noPractice()
      return sourceOf(keys, row.region, practice.endpoint)
    }
    if (row.profile) return { region: row.region, credentials: fromIni({ profile: row.profile }) }
    const keys = pasted.get(row.learnerId)
    if (!keys) throw keysGone()
    return { region: row.region, credentials: keys }
  }

  function open(row: AccountRow, accountId: string): LabAccount {
    const from = source(row)
    const keyId = typeof from.credentials === 'function' ? row.profile : from.credentials.accessKeyId
    const key = [row.target, row.region, accountId, keyId].join(' ')
    const known = clients.get(row.learnerId)
    if (known?.key === key) return known.lab
    const lab = openAccount({ ...from, accountId, engineHost: options.engineHost })
    clients.set(row.learnerId, { key, lab })
    return lab
  }

  return {
    row: current,

    async present(learnerId) {
      let row = await find(learnerId)
      let problem: string | null
      let timeScale = 1
      try {
        row = await current(learnerId)
        problem = row.notice
        if (row.target === 'practice' && row.practiceAccountId) {
          timeScale = (await practice?.timeScale(row.practiceAccountId)) ?? 1
        }
        source(row)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        problem = `${error.message} ${error.next}`
      }
      return {
        target: row.target,
        accountId: row.accountId,
        region: row.region,
        identityArn: row.identityArn,
        confirmed: row.accountId !== null && row.confirmedAccountId === row.accountId,
        timeScale,
        problem,
      }
    },

    async choose(learnerId, request) {
      const row = await find(learnerId)
      if (request.target === 'practice') {
        if (!practice) throw noPractice()
        const accountId = row.practiceAccountId
        await rows.update({ learnerId }, {
          target: 'practice',
          region: options.defaultRegion,
          profile: null,
          accountId,
          identityArn: null,
          confirmedAccountId: accountId,
          notice: null,
        } satisfies Partial<AccountRow>)
        pasted.delete(learnerId)
        const chosen = await current(learnerId)
        const { arn } = await identify(source(chosen))
        await rows.update({ learnerId }, { identityArn: arn })
        return
      }
      const { region } = request
      const profile = 'profile' in request ? request.profile : null
      const keys = 'profile' in request ? null : keysOf(request)
      const credentials = keys ?? fromIni({ profile: profile ?? 'default', ignoreCache: true })
      const { accountId, arn } = await identify({ region, credentials })
      if (keys) pasted.set(learnerId, keys)
      else pasted.delete(learnerId)
      clients.delete(learnerId)
      await rows.update({ learnerId }, {
        target: 'aws',
        region,
        profile,
        accountId,
        identityArn: arn,
        confirmedAccountId: null,
        notice: null,
      } satisfies Partial<AccountRow>)
    },

    async confirm(learnerId, accountId) {
      const row = await current(learnerId)
      if (row.accountId !== accountId) {
        throw new AppError(
          'other-account',
          409,
          `You confirmed the account ${accountId}, but the credentials are those of ${row.accountId ?? 'no account'}.`,
          { next: 'Look at the account again, and confirm the one that is shown.' },
        )
      }
      await rows.update({ learnerId }, { confirmedAccountId: accountId, notice: null })
    },

    async setTimeScale(learnerId, scale) {
      const row = await current(learnerId)
      if (row.target !== 'practice' || !practice || !row.practiceAccountId) {
        throw new AppError('real-time-only', 409, 'On AWS time runs as it does.', {
          next: 'Change to the practice account to make time faster.',
        })
      }
      await practice.setTimeScale(row.practiceAccountId, scale)
    },

    async ready(learnerId, accountId) {
      const row = await current(learnerId)
      if (!row.confirmedAccountId || row.confirmedAccountId !== row.accountId) {
        throw new AppError(
          'account-not-confirmed',
          409,
          row.notice ?? 'You have not said yet that this account is the one to work in.',
          { next: 'Open the account in the header, look at its number, and confirm it.' },
        )
      }
      if (row.confirmedAccountId !== accountId) throw otherAccount(accountId, row.confirmedAccountId)
      const lab = open(row, accountId)
      const identity = await lab.aws.sts.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
        const refusal = explainRefusal(error)
        if (refusal.code === 'credentials-expired') pasted.delete(learnerId)
        throw refusal
      })
      if (identity.Account !== accountId) throw otherAccount(accountId, identity.Account ?? 'nobody')
      const timeScale =
        row.target === 'practice' && practice ? ((await practice.timeScale(accountId)) ?? 1) : 1
      return { lab, target: row.target, timeScale, shell: shellOf(row, accountId) }
    },

    async shellAccount(learnerId) {
      const row = await current(learnerId)
      if (!row.accountId || row.confirmedAccountId !== row.accountId) return null
      return shellOf(row, row.accountId)
    },

    forgetKeys(learnerId) {
      pasted.delete(learnerId)
      clients.delete(learnerId)
    },
  }

  function shellOf(row: AccountRow, accountId: string): ShellAccount {
    const { credentials, endpoint, httpProxy, region } = source(row)
    const keys = typeof credentials === 'function' ? { profile: row.profile ?? 'default' } : { credentials }
    return { endpoint, httpProxy, region, accountId, ...keys }
  }
}

async function identify(from: Source): Promise<{ accountId: string; arn: string }> {
  try {
    const { aws } = openAccount({ ...from, accountId: '000000000000' })
    const { Account, Arn } = await aws.sts.send(new GetCallerIdentityCommand({}))
    return { accountId: Account ?? '', arn: Arn ?? '' }
  } catch (error) {
    throw explainRefusal(error)
  }
}

function sourceOf({ accessKeyId, secretAccessKey }: Keys, region: string, endpoint: string): Source {
  return { endpoint, httpProxy: endpoint, region, credentials: { accessKeyId, secretAccessKey } }
}

function keysOf({ accessKeyId, secretAccessKey, sessionToken }: Keys): Keys {
  return { accessKeyId, secretAccessKey, sessionToken }
}

function noPractice(): AppError {
  return new AppError('no-practice-account', 409, 'This workshop runs without a practice account.', {
    next: 'Choose an AWS account, or start the workshop with `npm start`, which brings the practice account.',
  })
}

function keysGone(): AppError {
  return new AppError(
    'keys-gone',
    409,
    'The pasted keys are gone: they are kept in memory only, until they expire, you reset, or the workshop stops.',
    { next: 'Paste new temporary keys in the account menu.' },
  )
}

function otherAccount(expected: string, got: string): AppError {
  return new AppError(
    'other-account',
    409,
    `The credentials are those of the account ${got}, but this session works in ${expected}. Nothing was done.`,
    { next: 'Choose the account again in the header, and confirm it.' },
  )
}
