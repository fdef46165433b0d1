import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rm, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { IsNull, type DataSource } from 'typeorm'
import type { Accounts } from '../accounts/accounts.ts'
import type { TerminalDto } from '../contract.ts'
import type { LabShelf } from '../labs/lab-shelf.ts'
import { AppError } from '../security/app-error.ts'
import type { Session } from '../sessions/session.entity.ts'
import { engineEnvironment, shellEnvironment } from './environment.ts'
import { openLabFolder } from './lab-folder.ts'
import { newerCommands } from './newer-commands.ts'
import type { EndedCommand } from './shell.ts'
import { TerminalEntity, type TerminalRow } from './terminal.entity.ts'
import { openTerminal, type Terminal } from './terminal.ts'

export const MAX_TERMINALS = 4

export interface TerminalListeners {
  command(session: Session, ended: EndedCommand): void
  exit(session: Session, terminalId: string, exitCode: number): void
}

export interface Terminals {
  list(session: Session): Promise<TerminalDto[]>
  create(session: Session): Promise<TerminalDto>
  /** Ends the shell and all its processes, and forgets what it printed. */
  close(session: Session, terminalId: string): Promise<void>
  /** The terminal with a shell in it, started when there is none. The session's first terminal without an id. */
  open(session: Session, terminalId?: string): Promise<{ id: string; terminal: Terminal }>
  /** Ends the shells of a learner; the next opening starts new ones with the account as it is then. */
  stopShells(learnerId: string): Promise<void>
  listen(listeners: TerminalListeners): void
  /** Where the learner's files of a lab lie. */
  folder(session: Session): string
  stop(): Promise<void>
}

export function createTerminals(options: {
  database: DataSource
  accounts: Accounts
  labs: LabShelf
  home: string
  log: Logger
  /** The Docker Engine that `docker` speaks to, as DOCKER_HOST has it; null for none. */
  engineHost: string | null
  stallMs?: number
}): Terminals {
  const { accounts, labs, log } = options
  const rows = options.database.getRepository(TerminalEntity)
  const live = new Map<string, { learnerId: string; terminal: Promise<Terminal>; ended: boolean }>()
  let listeners: TerminalListeners | null = null
  let stopping = false

  const learnerHome = (session: Session) => join(options.home, 'learners', session.learnerId)
  const folder = (session: Session) => join(learnerHome(session), 'labs', session.labId)
  const scrollbackFolder = (session: Session, id: string) => join(learnerHome(session), 'terminals', id)

  const present = ({ id, title }: TerminalRow): TerminalDto => ({
    id,
    title,
    // A terminal without a shell gets one as soon as it is drawn.
    alive: !live.get(id)?.ended,
  })

  const openRows = (session: Session) =>
    rows.find({
      where: { sessionId: session.id, closedAt: IsNull() },
      order: { createdAt: 'ASC', title: 'ASC' },
    })

  async function add(session: Session, existing: TerminalRow[]): Promise<TerminalRow> {
    const taken = new Set(existing.map(row => row.title))
    const number = [1, 2, 3, 4].find(one => !taken.has(`Terminal ${one}`)) ?? existing.length + 1
    const row: TerminalRow = {
      id: randomUUID(),
      sessionId: session.id,
      title: `Terminal ${number}`,
      columns: 100,
      rows: 28,
      createdAt: Date.now(),
      closedAt: null,
    }
    await rows.insert(row)
    return row
  }

  const firstRow = new Map<string, Promise<TerminalRow>>()
  /** Two tabs that open a lab at once get one terminal. */
  function addFirst(session: Session): Promise<TerminalRow> {
    const adding = firstRow.get(session.id) ?? add(session, []).finally(() => firstRow.delete(session.id))
    firstRow.set(session.id, adding)
    return adding
  }

  async function list(session: Session): Promise<TerminalRow[]> {
    const existing = await openRows(session)
    return existing.length > 0 ? existing : [await addFirst(session)]
  }

  async function find(session: Session, terminalId?: string): Promise<TerminalRow> {
    const existing = await list(session)
    const row = terminalId === undefined ? existing[0] : existing.find(one => one.id === terminalId)
    if (row) return row
    throw new AppError('unknown-terminal', 404, 'There is no such terminal in this lab.', {
      next: 'Reload the page, and choose a terminal that is there.',
    })
  }

  async function start(session: Session, row: TerminalRow): Promise<Terminal> {
    const lab = labs.lab(session.labId)
    await openLabFolder(folder(session), lab.starterDirectory)
    const home = join(learnerHome(session), 'home')
    await mkdir(home, { recursive: true })
    const account = await accounts.shellAccount(session.learnerId).catch(() => null)
    // A session is of one account: its terminals must not act in another.
    const usable = account?.accountId === session.accountId ? account : null
    if (usable?.profile && !existsSync(join(home, '.aws')))
      await symlink(join(homedir(), '.aws'), join(home, '.aws'))
    const terminal = await openTerminal({
      cwd: folder(session),
      home,
      columns: row.columns,
      rows: row.rows,
      env: {
        ...(usable ? shellEnvironment(usable) : {}),
        ...engineEnvironment(options.engineHost),
        ...(lab.lab.awsCommand && (await newerCommands(lab.lab.awsCommand, home))),
        CDK_HOME: join(home, 'cdk', session.accountId || 'none'),
      },
      folder: scrollbackFolder(session, row.id),
      stallMs: options.stallMs,
      events: {
        command: ended => listeners?.command(session, ended),
        exit: exitCode => {
          const entry = live.get(row.id)
          if (entry) entry.ended = true
          if (!stopping) listeners?.exit(session, row.id, exitCode)
        },
        error: error => log.warn({ err: error, terminalId: row.id }, 'scrollback cannot be kept on disk'),
      },
    })
    return terminal
  }

  return {
    folder,
    listen: wanted => void (listeners = wanted),
    list: async session => (await list(session)).map(present),

    async create(session) {
      const existing = await openRows(session)
      if (existing.length >= MAX_TERMINALS) {
        throw new AppError('too-many-terminals', 409, `A lab has at most ${MAX_TERMINALS} terminals.`, {
          next: 'Close one that you no longer need.',
        })
      }
      return present(await add(session, existing))
    },

    async close(session, terminalId) {
      const row = await find(session, terminalId)
      await rows.update({ id: row.id }, { closedAt: Date.now() })
      const entry = live.get(row.id)
      live.delete(row.id)
      await entry?.terminal.then(terminal => terminal.kill()).catch(() => undefined)
      await rm(scrollbackFolder(session, row.id), { recursive: true, force: true })
    },

    async open(session, terminalId) {
      const row = await find(session, terminalId)
      let entry = live.get(row.id)
      if (!entry || entry.ended) {
        entry = { learnerId: session.learnerId, terminal: start(session, row), ended: false }
        live.set(row.id, entry)
        // A shell that could not start is tried again at the next opening.
        entry.terminal.catch(() => live.delete(row.id))
      }
      return { id: row.id, terminal: await entry.terminal }
    },

    async stopShells(learnerId) {
      const own = [...live.values()].filter(entry => entry.learnerId === learnerId)
      await Promise.allSettled(own.map(async entry => (await entry.terminal).kill()))
    },

    async stop() {
      stopping = true
      await Promise.allSettled([...live.values()].map(async entry => (await entry.terminal).kill()))
      live.clear()
    },
  }
}
