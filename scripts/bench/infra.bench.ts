import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { buildOnce } from '../../reference-app/api/testing/app-process.ts'
import { ROOT } from '../launch/settings.ts'
import { findProgram } from '../setup/programs.ts'
import type { Bench, Figure } from './measurement.ts'
import { openBenchAccount } from './practice-account.ts'

const run = promisify(execFile)
const CDK = path.join(ROOT, 'node_modules/aws-cdk/bin/cdk')
const INFRA = path.join(ROOT, 'infra')
const TIME_SCALE = 60

/**
 * What is published of the same things on AWS. It is not the same run: other accounts, other days, and for the ECS example an update.
 * The database is the longest; the service waits for it, and then for its tasks.
 */
const ON_AWS = {
  /** oneuptime.com/blog/post/2026-02-23-terraform-resources-long-creation-time */
  database: '10 to 20 min for an RDS instance (oneuptime.com, February 2026)',
  /** github.com/awsdocs/aws-cdk-guide/issues/316 */
  service: '7 min for the service of the CDK guide’s ECS example (awsdocs/aws-cdk-guide#316)',
  /** The lower of the two, one after the other. */
  leastSeconds: (10 + 7) * 60,
}

/** The whole uploads app of infra/ by the cdk command line: from an empty account to a site, and back. */
export const bench: Bench = {
  title: 'cdk deploy of the whole app',
  async run(say) {
    if (findProgram('mariadbd', 'mysqld') === null) {
      say('There is no MariaDB or MySQL here, so the app has no database.')
      return []
    }
    await buildOnce()
    const account = await openBenchAccount({ timeScale: TIME_SCALE })
    const { accessKeyId, secretAccessKey } = account.client.credentials
    const env = {
      // The Node of this process first: cdk.json says `node`, and the app is TypeScript.
      PATH: [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter),
      ...{ HOME: account.home, CDK_HOME: account.home, CI: 'true' },
      ...{ AWS_ENDPOINT_URL: account.endpoint, AWS_REGION: account.client.region },
      ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
      CDK_DISABLE_CLI_TELEMETRY: 'true',
    }
    const timed = async (name: string, how: string, ...parameters: string[]): Promise<Figure> => {
      const began = performance.now()
      await run(process.execPath, [CDK, ...parameters, '--no-notices'], {
        env,
        cwd: parameters[0] === 'synth' ? INFRA : account.home,
      })
      return { name, value: (performance.now() - began) / 1000, unit: 's', how }
    }
    const app = path.join(account.home, 'cdk.out')
    const all = ['--all', '--app', app]
    const deploy = [...all, '--require-approval', 'never', '--concurrency', '4']
    try {
      const scale = `time scale ${TIME_SCALE}, tasks as processes`
      const synth = await timed('synth', 'with cdk-nag', 'synth', '--quiet', '--output', app)
      const target = `aws://${account.accountId}/${account.client.region}`
      const bootstrap = await timed('bootstrap', scale, 'bootstrap', target)
      const deployed = await timed('deploy --all', `six stacks, ${scale}`, 'deploy', ...deploy)
      const again = await timed('deploy --all, nothing changed', scale, 'deploy', ...deploy)
      const diff = await timed('diff --all', 'empty', 'diff', ...all, '--fail')
      const destroyed = await timed('destroy --all', scale, 'destroy', ...all, '--force')
      return [
        synth,
        bootstrap,
        { ...deployed, aim: { atMost: 60 } },
        {
          name: 'deploy --all, faster than on AWS',
          value: ON_AWS.leastSeconds / deployed.value,
          unit: 'times',
          how: `not the same run; as published: ${ON_AWS.database}, ${ON_AWS.service}`,
        },
        again,
        diff,
        { ...destroyed, aim: { atMost: 60 } },
      ]
    } finally {
      await account.close()
    }
  },
}
