import type { Logger } from 'pino'
import type { DataSource } from 'typeorm'
import type { Accounts } from './accounts/accounts.ts'
import type { SignIn } from './accounts/sign-in.ts'
import type { Deployments } from './deployments/deployments.ts'
import type { LabShelf } from './labs/lab-shelf.ts'
import type { Workspace } from './labs/workspace.ts'
import type { Maps } from './map/maps.ts'
import type { Runs } from './runs/runs.ts'
import type { Loads } from './traffic/loads.ts'
import type { OriginGuard } from './security/origin-guard.ts'
import type { Sessions } from './sessions/sessions.ts'
import type { Terminals } from './terminals/terminals.ts'

export interface Settings {
  /** What `Me` and `join` say, so that an old page notices a new server. */
  version: string
  /** Folder of the built site. */
  siteDir: string
  /** State of this workshop: scrollbacks, learners' folders. */
  home: string
  /** Registry and namespace of the images in commands. */
  images: string
  /** Port that the server listens on; known once it does. */
  port: () => number
  /** Address that learners open, when it is not this machine's. */
  publicUrl?: string
}

/** What routes, sockets and services share: made once in `start.ts`. */
export interface Deps {
  accounts: Accounts
  database: DataSource
  deployments: Deployments
  guard: OriginGuard
  labs: LabShelf
  loads: Loads
  log: Logger
  maps: Maps
  runs: Runs
  sessions: Sessions
  settings: Settings
  signIn: SignIn
  terminals: Terminals
  workspace: Workspace
}
