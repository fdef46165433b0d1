import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { EC2 } from '@aws-sdk/client-ec2'
import { catalogue } from '../../scripts/catalogue.ts'
import { type RunningSandbox, startSandbox } from '../../sandbox/start.ts'
import { cdk, cdkEnvironment, type CdkCaller } from '../../sandbox/testing/cdk-command-line.ts'

const run = promisify(execFile)
const ROOT = path.resolve(import.meta.dirname, '../..')
const REGION = 'eu-west-1'
/** Minutes of AWS pass in seconds. */
const TIME_SCALE = 60

/** What one request to the site came to. */
export interface Answer {
  status: number
  version: string | undefined
}

interface FullAnswer extends Answer {
  body: Buffer
}

const NO_ANSWER: Answer = { status: 0, version: undefined }

/** A practice account of its own, the `cdk` command line as it is, and the site that it makes there. */
export class DeployedInfra {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'deployed-infra-'))
  readonly #running: RunningSandbox
  readonly #caller: CdkCaller
  readonly accountId: string
  readonly #credentials: { accessKeyId: string; secretAccessKey: string }

  private constructor(running: RunningSandbox) {
    this.#running = running
    const { accountId, ...credentials } = running.createAccount()
    this.accountId = accountId
    this.#credentials = credentials
    running.sandbox.clock.setScale(accountId, TIME_SCALE)
    this.#caller = { ...credentials, endpoint: running.endpoint, folder: this.#folder }
  }

  static async open(): Promise<DeployedInfra> {
    const settings = { dataDir: ':memory:', runtime: 'process', logLevel: 'silent' } as const
    return new DeployedInfra(await startSandbox({ ...settings, catalogue: catalogue(ROOT) }))
  }

  async close(): Promise<void> {
    await this.#running.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** The command line; throws when it fails, with what it said. Away from cdk.json, so that nothing but `synth` synthesizes. */
  cdk(...parameters: string[]): Promise<string> {
    return cdk(this.#caller, parameters)
  }

  /** Synthesizes once, for many commands. */
  async synth(name: string, context: Record<string, string | number>): Promise<string> {
    const output = path.join(this.#folder, name)
    const choices = Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`])
    await cdk(this.#caller, ['synth', '--quiet', '--output', output, ...choices], path.join(ROOT, 'infra'))
    return output
  }

  deploy(app: string, ...stacks: string[]): Promise<string> {
    const which = stacks.length > 0 ? stacks : ['--all']
    return this.cdk('deploy', ...which, '--app', app, '--require-approval', 'never', '--concurrency', '4')
  }

  /** A command as a stack's output shows it to people, in their shell. */
  async shell(command: string): Promise<unknown> {
    // Before 2.13 the command line knew no AWS_ENDPOINT_URL.
    const anyVersion = 'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }'
    const { stdout } = await run('bash', ['-c', `${anyVersion}\n${command}`], {
      env: cdkEnvironment(this.#caller),
    })
    return JSON.parse(stdout)
  }

  client<Client>(Kind: new (config: object) => Client, more: object = {}): Client {
    const { endpoint } = this.#running
    return new Kind({
      ...{ endpoint, region: REGION, forcePathStyle: true, credentials: this.#credentials },
      ...more,
    })
  }

  /** Outputs of a stack by their names. */
  async outputs(stack: string): Promise<Record<string, string>> {
    const { Stacks } = await this.client(CloudFormation).describeStacks({ StackName: stack })
    return Object.fromEntries(
      (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    )
  }

  /** The physical ids of a stack's resources of a type. */
  async physicalIds(stack: string, type: string): Promise<string[]> {
    const { StackResources = [] } = await this.client(CloudFormation).describeStackResources({
      StackName: stack,
    })
    return StackResources.filter(({ ResourceType }) => ResourceType === type).map(
      ({ PhysicalResourceId = '' }) => PhysicalResourceId,
    )
  }

  /** One request by HTTP, through the practice account, which knows where load balancers are; it follows redirects. */
  fetch(url: string, request: { method?: string; body?: Buffer; type?: string } = {}): Promise<FullAnswer> {
    const { hostname, port } = new URL(this.#running.endpoint)
    const { method = 'GET', body, type } = request
    const headers = {
      host: new URL(url).host,
      ...(body && { 'content-type': type, 'content-length': body.length }),
    }
    return new Promise((resolve, reject) => {
      const sent = httpRequest({ hostname, port, path: url, method, headers }, response => {
        buffer(response).then(bytes => {
          const { statusCode: status = 0, headers } = response
          if (headers.location) return resolve(this.fetch(headers.location))
          resolve({ status, version: headers['x-app-version'] as string | undefined, body: bytes })
        }, reject)
      })
      sent.once('error', reject)
      sent.end(body)
    })
  }

  /** Asks again and again, by so many at once, for as long as `work` takes; answers what came of each request. */
  async underLoad(url: string, users: number, work: () => Promise<unknown>): Promise<Answer[]> {
    const answers: Answer[] = []
    let done = false
    const all = Array.from({ length: users }, async () => {
      while (!done) {
        const { status, version } = await this.fetch(url).catch(() => NO_ANSWER)
        answers.push({ status, version })
        // A load, and no attack on the machine that runs the test.
        await pause(50)
      }
    })
    try {
      await work()
    } finally {
      done = true
      await Promise.all(all)
    }
    return answers
  }

  /** Sizes of the files in a folder of the practice account's state, such as `efs`. */
  fileSizes(folder: string): number[] {
    const top = path.join(this.#running.sandbox.config.dataDir, folder)
    return readdirSync(top, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(({ parentPath, name }) => statSync(path.join(parentPath, name)).size)
  }

  /** All that the account holds: what is gone, what AWS remembers too, and what it makes unasked left out. */
  async inventory(): Promise<string[]> {
    // The default VPC comes with the first look.
    await this.client(EC2).describeVpcs({})
    return this.#running.sandbox.store
      .exportAccount(this.accountId)
      .filter(({ kind, id, body }) => !isGone(body) && !REMEMBERED.some(known => known.test(`${kind} ${id}`)))
      .map(({ region, kind, id }) => `${region} ${kind} ${id}`)
      .sort()
  }
}

/** What stays after everything was removed, on AWS too. */
const REMEMBERED = [
  // Numbers are kept for 15 months, what alarms said for 30 days, what was scaled for six weeks.
  /^application-auto-scaling:activity /,
  /^cloudwatch:(series|chunk|history) /,
  // CloudFormation tells of stacks for 90 days, CodeDeploy of deployments, RDS of events for 14.
  /^cloudformation:/,
  /^codedeploy:(deployment|target)/,
  /^rds:event /,
  // Sessions end by themselves.
  /^sts:session /,
  // AWS makes these roles at the first use of a service.
  /^iam:role AWSServiceRoleFor/,
  // A family counts its revisions on, so that no number comes twice.
  /^ecs:family /,
  // Templates and assets in the bucket of `cdk bootstrap`, which is there to keep them.
  /^s3:key:cdk-/,
]

/** ECS, EC2 and others show for a while what no longer is. */
function isGone(body: unknown): boolean {
  const { status, state, lastStatus, State } = body as Record<string, unknown>
  return [status, state, lastStatus, State].some(
    word => typeof word === 'string' && /^(INACTIVE|STOPPED|deleted)$/.test(word),
  )
}
