import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const REGION = 'eu-west-1'

interface Keys {
  accountId: string
  accessKeyId: string
  secretAccessKey: string
}

/** Path of the file that gives any terminal the learner's practice account. */
export function credentialsFile(home: string): string {
  return path.join(home, 'credentials.sh')
}

/**
 * Writes that file where it is missing or out of date, before lab-runner starts: the local learner and the practice account are
 * made now if they are not there, by lab-runner's own code.
 */
export async function ensureCredentials(home: string, endpoint: string): Promise<void> {
  const file = credentialsFile(home)
  const adminTokenFile = path.join(home, 'sandbox/admin-token')
  const { createPracticeVendor } = await import('../../lab-runner/accounts/practice-account.ts')
  const practice = createPracticeVendor({ endpoint, adminTokenFile })
  const written = accountIn(file, endpoint)
  if (written && (await practice.timeScale(written)) !== null) return

  const { createAccounts } = await import('../../lab-runner/accounts/accounts.ts')
  const { createSignIn } = await import('../../lab-runner/accounts/sign-in.ts')
  const { openDatabase } = await import('../../lab-runner/database/database.ts')
  const { openSeal } = await import('../../lab-runner/security/sealed.ts')
  const seal = openSeal(path.join(home, 'sealing-key'))
  const database = await openDatabase({
    url: process.env.DATABASE_URL,
    file: path.join(home, 'workshop.sqlite'),
  })
  try {
    const { id } = await createSignIn({ database, secure: false }).localLearner()
    const { practiceKeys } = await createAccounts({
      database,
      seal,
      practice,
      defaultRegion: REGION,
      engineHost: null,
    }).row(id)
    const opened = practiceKeys && seal.open(practiceKeys)
    if (opened) write(file, script(JSON.parse(opened) as Keys, endpoint))
  } finally {
    await database.destroy()
  }
}

function accountIn(file: string, endpoint: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    return text.includes(`AWS_ENDPOINT_URL='${endpoint}'`)
      ? /SLIPWAY_ACCOUNT='(\d+)'/.exec(text)?.[1]
      : undefined
  } catch {
    return undefined
  }
}

function write(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

function script(keys: Keys, endpoint: string): string {
  const variables = {
    SLIPWAY_ACCOUNT: keys.accountId,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ENDPOINT_URL: endpoint,
    // "aws logs start-live-tail" would ask for stream-127.0.0.1, which no resolver knows.
    AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    http_proxy: endpoint,
    NO_PROXY: 'localhost,127.0.0.1,::1',
    no_proxy: 'localhost,127.0.0.1,::1',
  }
  return `# Gives this terminal the practice account: source it. These keys work on this machine alone.
unset AWS_SESSION_TOKEN AWS_PROFILE
${Object.entries(variables)
  .map(([name, value]) => `export ${name}='${value}'`)
  .join('\n')}
# Older command lines do not read AWS_ENDPOINT_URL.
aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }
`
}
