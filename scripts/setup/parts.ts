import { engineVersion } from './engine.ts'
import { findProgram, versionOf } from './programs.ts'

/** A part of this machine that Slipway uses where it is there. */
export interface Part {
  id: 'engine' | 'database' | 'aws' | 'session' | 'browser' | 'postgres'
  name: string
  /** What having it adds; printed where it is missing. */
  adds: string
  /** Only the tests use it: `npm start` neither installs nor mentions it. */
  testsOnly?: boolean
  /** Debian's and Ubuntu's packages; none where they have it not. */
  apt: string[]
  /** How to get it elsewhere, by Node's name of the platform. */
  elsewhere: Partial<Record<NodeJS.Platform, string>>
  find(): Promise<Found | null>
  /** Whether it is installed, without running anything: for the quick look before a start. */
  installed(): boolean
}

export interface Found {
  version: string
  /** Path of the program; empty for the engine, which is reached by its socket. */
  program: string
}

const BROWSERS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Debian keeps each version's programs off the PATH. */
const POSTGRES_ON_DEBIAN = [18, 17, 16, 15, 14, 13].map(
  version => `/usr/lib/postgresql/${version}/bin/postgres`,
)

/** What Slipway looks for, in the order in which it is printed. */
export const parts: Part[] = [
  {
    id: 'engine',
    name: 'Container engine',
    adds: 'tasks run as containers, of any image; without it only Slipway’s own images run, as plain processes',
    apt: ['docker.io'],
    elsewhere: {
      darwin: 'brew install --cask docker-desktop, then open Docker once',
      win32: 'winget install Docker.DockerDesktop, with its WSL 2 integration on',
      linux: 'your distribution’s Docker or Podman (with its Docker socket)',
    },
    find: async () => {
      const version = await engineVersion()
      return version ? { version, program: '' } : null
    },
    // A docker command alone is only a client.
    installed: () => findProgram('dockerd', 'podman') !== null,
  },
  program('database', ['mariadbd', 'mysqld'], {
    name: 'MySQL or MariaDB',
    adds: 'databases (RDS) in the practice account, and the tests against a second database',
    apt: ['mariadb-server-core', 'mariadb-client-core'],
    elsewhere: {
      darwin: 'brew install mariadb',
      win32: 'winget install MariaDB.Server',
      linux: 'your distribution’s mariadb-server',
    },
  }),
  program('aws', ['aws'], {
    name: 'aws command line',
    adds: 'the labs’ own commands: without it their terminal cannot do a step',
    apt: ['awscli'],
    elsewhere: {
      darwin: 'brew install awscli',
      win32: 'winget install Amazon.AWSCLI',
      linux: 'your distribution’s awscli, or https://aws.amazon.com/cli/',
    },
  }),
  program('session', ['session-manager-plugin'], {
    name: 'session-manager-plugin',
    adds: 'shells in running tasks: “aws ecs execute-command” needs it, here as on AWS; no lab does',
    apt: [],
    elsewhere: {
      darwin: 'brew install --cask session-manager-plugin',
      win32: 'winget install Amazon.SessionManagerPlugin',
      linux:
        'AWS’s package for your system, from https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html',
    },
  }),
  program('browser', BROWSERS, {
    name: 'Chromium or Chrome',
    adds: 'the browser tests; the workshop itself opens in any browser',
    apt: ['chromium', 'fonts-liberation'],
    elsewhere: {
      darwin: 'brew install --cask google-chrome',
      win32: 'winget install Google.Chrome',
      linux: 'your distribution’s chromium',
    },
  }),
  program('postgres', ['postgres', ...POSTGRES_ON_DEBIAN], {
    name: 'PostgreSQL',
    adds: 'the tests of the workshop’s tables on a third database',
    testsOnly: true,
    apt: ['postgresql'],
    elsewhere: {
      darwin: 'brew install postgresql',
      win32: 'winget install PostgreSQL.PostgreSQL.17',
      linux: 'your distribution’s postgresql',
    },
  }),
]

function program(
  id: Part['id'],
  names: string[],
  rest: Pick<Part, 'name' | 'adds' | 'testsOnly' | 'apt' | 'elsewhere'>,
): Part {
  return {
    id,
    ...rest,
    find: async () => {
      const file = findProgram(...names)
      const version = file && (await versionOf(file))
      return version ? { version, program: file } : null
    },
    installed: () => findProgram(...names) !== null,
  }
}
