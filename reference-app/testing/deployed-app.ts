import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling'
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { EC2 } from '@aws-sdk/client-ec2'
import { ECS } from '@aws-sdk/client-ecs'
import { EFS } from '@aws-sdk/client-efs'
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2'
import { IAM } from '@aws-sdk/client-iam'
import { RDS } from '@aws-sdk/client-rds'
import { S3 } from '@aws-sdk/client-s3'
import { catalogue, IMAGES } from '../../scripts/catalogue.ts'
import { lastingPort } from './lasting-port.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const REGION = 'eu-west-1'
const TIME_SCALE = 60
const DEADLINE_MS = 180_000
const SCALED = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/app/app',
  ScalableDimension: 'ecs:service:DesiredCount',
} as const

/** The uploads app as two Fargate tasks behind a load balancer, in a practice account that is a process of its own. */
export class DeployedApp {
  readonly #home = mkdtempSync(path.join(tmpdir(), 'deployed-app-home-'))
  #server: ChildProcess | undefined
  #key: Key = { accountId: '', accessKeyId: '', secretAccessKey: '' }
  #resourceLabel = ''
  #port = 0
  endpoint = ''
  /** The site's address, for whoever has the practice account as its proxy. */
  url = ''

  /** Starts the practice account, makes all that the app needs in it, and waits until both tasks have visitors. */
  async deploy(): Promise<void> {
    writeFileSync(path.join(this.#home, 'catalogue.json'), JSON.stringify(catalogue(ROOT)))
    await this.start()
    this.#key = (await this.#admin('POST', '', {})) as Key
    await this.#admin('PUT', `/${this.#key.accountId}/clock`, { scale: TIME_SCALE })
    const [network] = await Promise.all([
      this.#network(),
      this.#client(ECS).createCluster({ clusterName: 'app' }),
    ])
    const [data, files, balancer] = await Promise.all([
      this.#database(network),
      this.#fileSystem(network),
      this.#balancer(network),
      this.#client(CloudWatchLogs).createLogGroup({ logGroupName: '/ecs/app' }),
    ])
    const ecs = this.#client(ECS)
    const environment = { DB_HOST: data.host, DB_NAME: 'app', BUCKET: data.bucket, FILES_DIR: '/files' }
    const { taskDefinition } = await ecs.registerTaskDefinition({
      ...{
        family: 'app',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
      },
      ...{ executionRoleArn: data.roleArn, taskRoleArn: data.roleArn },
      volumes: [
        {
          name: 'files',
          efsVolumeConfiguration: {
            fileSystemId: files.fileSystemId,
            transitEncryption: 'ENABLED',
            authorizationConfig: { accessPointId: files.accessPointId },
          },
        },
      ],
      containerDefinitions: [
        {
          name: 'app',
          image: `${IMAGES}/uploads:1`,
          portMappings: [{ containerPort: 8080 }],
          environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
          secrets: [{ name: 'DB_SECRET', valueFrom: data.secretArn }],
          mountPoints: [{ sourceVolume: 'files', containerPath: '/files' }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': '/ecs/app',
              'awslogs-region': REGION,
              'awslogs-stream-prefix': 'app',
            },
          },
        },
      ],
    })
    await ecs.createService({
      ...{ cluster: 'app', serviceName: 'app', desiredCount: 2, launchType: 'FARGATE' },
      taskDefinition: taskDefinition?.taskDefinitionArn,
      networkConfiguration: {
        awsvpcConfiguration: {
          ...{ subnets: network.subnets, securityGroups: [network.group], assignPublicIp: 'ENABLED' },
        },
      },
      loadBalancers: [{ targetGroupArn: balancer.targetGroupArn, containerName: 'app', containerPort: 8080 }],
      healthCheckGracePeriodSeconds: 60,
    })
    await this.settled(2)
  }

  /** Starts the practice account; another time on the port that its tasks know. */
  async start(): Promise<void> {
    const server = spawn(process.execPath, [path.join(ROOT, 'sandbox/server.ts')], {
      env: {
        ...process.env,
        SANDBOX_PORT: String((this.#port ||= await lastingPort())),
        SLIPWAY_HOME: this.#home,
        SANDBOX_CATALOGUE: path.join(this.#home, 'catalogue.json'),
        SANDBOX_RUNTIME: 'process',
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#server = server
    for await (const line of createInterface({ input: server.stdout })) {
      const [, endpoint] = /^practice account ready (\S+)$/.exec(line) ?? []
      if (!endpoint) continue
      this.endpoint = endpoint
      return
    }
    throw new Error('The practice account ended before it was ready.')
  }

  /** As `kill -9`. */
  kill(): Promise<void> {
    const ended = new Promise<void>(resolve => this.#server?.once('exit', () => resolve()))
    this.#server?.kill('SIGKILL')
    return ended
  }

  /** Ends everything: databases and tasks with the practice account. */
  async remove(): Promise<void> {
    if (this.#key.accountId)
      await this.#admin('POST', `/${this.#key.accountId}/reset`, {}).catch(() => undefined)
    const server = this.#server
    if (server && server.exitCode === null && server.signalCode === null) {
      const ended = new Promise<void>(resolve => server.once('exit', () => resolve()))
      server.kill('SIGTERM')
      await ended
    }
    for (const pid of this.taskProcesses()) process.kill(-pid, 'SIGKILL')
    rmSync(this.#home, { recursive: true, force: true })
  }

  /** Waits until the service wants and has so many tasks, all of them healthy behind the load balancer. */
  async settled(count: number): Promise<void> {
    await until(`${count} tasks with visitors`, async () => {
      const { services } = await this.#client(ECS).describeServices({ cluster: 'app', services: ['app'] })
      const { desiredCount, runningCount, deployments = [], events = [] } = services?.[0] ?? {}
      const healthy = await this.#healthyTargets(services?.[0]?.loadBalancers?.[0]?.targetGroupArn)
      const isSo =
        desiredCount === count && runningCount === count && healthy === count && deployments.length === 1
      return isSo ? true : { desiredCount, runningCount, healthy, said: events[0]?.message }
    })
  }

  /** Waits until others run in the place of these processes: what is known of killed ones is old at first. */
  async replaced(processes: number[]): Promise<void> {
    await until('new tasks', () => {
      const running = this.taskProcesses()
      const isSo = running.length >= processes.length && !running.some(pid => processes.includes(pid))
      return Promise.resolve(isSo ? true : running)
    })
  }

  /** Pids of the process groups of the tasks. */
  taskProcesses(): number[] {
    const lines = execFileSync('ps', ['-eo', 'pid=,pgid=,args=', 'e', '-ww'], {
      ...{ encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    }).split('\n')
    return lines.flatMap(line => {
      const [pid = '', group = ''] = line.trim().split(/\s+/)
      return line.includes(`HOME=${this.#home}/`) && line.includes('dist/server.js') && pid === group
        ? [Number(pid)]
        : []
    })
  }

  /** Lets the service follow the requests a minute for each task. */
  async scaleByRequests({
    least,
    most,
    target,
  }: {
    least: number
    most: number
    target: number
  }): Promise<void> {
    const scaling = this.#client(ApplicationAutoScaling)
    await scaling.registerScalableTarget({ ...SCALED, MinCapacity: least, MaxCapacity: most })
    await scaling.putScalingPolicy({
      ...SCALED,
      ...{ PolicyName: 'requests', PolicyType: 'TargetTrackingScaling' },
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: target,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'ALBRequestCountPerTarget',
          ResourceLabel: this.#resourceLabel,
        },
        ...{ ScaleOutCooldown: 60, ScaleInCooldown: 60 },
      },
    })
  }

  /** Asks without a pause, four at a time, for as long as `work` takes. */
  async underLoad(work: () => Promise<void>): Promise<void> {
    let done = false
    const workers = Array.from({ length: 4 }, async () => {
      while (!done) await this.#ask('/version')
    })
    try {
      await work()
    } finally {
      done = true
      await Promise.all(workers)
    }
  }

  /** Why the service was scaled, newest first. */
  async scalingCauses(): Promise<string[]> {
    const { ScalingActivities = [] } =
      await this.#client(ApplicationAutoScaling).describeScalingActivities(SCALED)
    return ScalingActivities.flatMap(({ Cause }) => Cause ?? [])
  }

  #ask(route: string): Promise<void> {
    const { hostname, port } = new URL(this.endpoint)
    return new Promise(resolve => {
      const request = get({
        hostname,
        port,
        path: `${this.url}${route}`,
        headers: { host: new URL(this.url).host },
      })
      request.on('response', response => response.resume().once('end', resolve))
      request.once('error', () => resolve())
    })
  }

  async #network() {
    const ec2 = this.#client(EC2)
    const [{ Vpcs }, { Subnets }] = await Promise.all([ec2.describeVpcs({}), ec2.describeSubnets({})])
    const VpcId = Vpcs?.[0]?.VpcId ?? ''
    const { GroupId = '' } = await ec2.createSecurityGroup({ GroupName: 'app', Description: 'app', VpcId })
    const open = { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [open] })
    const subnets = (Subnets ?? []).flatMap(({ SubnetId }) => SubnetId ?? []).slice(0, 2)
    return { vpcId: VpcId, group: GroupId, subnets }
  }

  async #database({ group, subnets }: Network) {
    const [rds, iam, bucket] = [this.#client(RDS), this.#client(IAM), `app-${this.#key.accountId}`]
    const named = { DBSubnetGroupName: 'app' }
    await rds.createDBSubnetGroup({ ...named, DBSubnetGroupDescription: 'app', SubnetIds: subnets })
    await rds.createDBInstance({
      ...{ ...named, DBInstanceIdentifier: 'app', Engine: 'mariadb', DBInstanceClass: 'db.t4g.micro' },
      ...{ AllocatedStorage: 20, DBName: 'app', MasterUsername: 'app', ManageMasterUserPassword: true },
      ...{ VpcSecurityGroupIds: [group], PubliclyAccessible: false },
    })
    await this.#client(S3).createBucket({
      ...{ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: REGION } },
    })
    const statement = (more: object) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] })
    const trust = { Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } }
    const { Role } = await iam.createRole({ RoleName: 'app', AssumeRolePolicyDocument: statement(trust) })
    const Action = ['s3:*', 'secretsmanager:GetSecretValue', 'logs:*']
    await iam.putRolePolicy({
      ...{ RoleName: 'app', PolicyName: 'app', PolicyDocument: statement({ Action, Resource: '*' }) },
    })
    let found: { host: string; secretArn: string } | undefined
    await until('a database', async () => {
      const { DBInstances } = await rds.describeDBInstances({ DBInstanceIdentifier: 'app' })
      const { DBInstanceStatus, Endpoint, MasterUserSecret } = DBInstances?.[0] ?? {}
      if (DBInstanceStatus !== 'available') return DBInstanceStatus
      found = { host: Endpoint?.Address ?? '', secretArn: MasterUserSecret?.SecretArn ?? '' }
      return true
    })
    return { host: '', secretArn: '', ...found, bucket, roleArn: Role?.Arn ?? '' }
  }

  async #fileSystem({ group, subnets }: Network) {
    const efs = this.#client(EFS)
    const { FileSystemId = '' } = await efs.createFileSystem({ CreationToken: 'app' })
    await until('a file system', async () => {
      const { FileSystems } = await efs.describeFileSystems({ FileSystemId })
      return FileSystems?.[0]?.LifeCycleState === 'available' ? true : FileSystems?.[0]?.LifeCycleState
    })
    await Promise.all(
      subnets.map(SubnetId => efs.createMountTarget({ FileSystemId, SubnetId, SecurityGroups: [group] })),
    )
    const owner = { OwnerUid: 1000, OwnerGid: 1000, Permissions: '0750' }
    const { AccessPointId = '' } = await efs.createAccessPoint({
      ...{ ClientToken: 'app', FileSystemId, PosixUser: { Uid: 1000, Gid: 1000 } },
      RootDirectory: { Path: '/app', CreationInfo: owner },
    })
    await until('mount targets', async () => {
      const { MountTargets = [] } = await efs.describeMountTargets({ FileSystemId })
      const states = MountTargets.map(({ LifeCycleState }) => LifeCycleState)
      return states.every(state => state === 'available') ? true : states
    })
    return { fileSystemId: FileSystemId, accessPointId: AccessPointId }
  }

  async #balancer({ vpcId, group, subnets }: Network) {
    const elbv2 = this.#client(ElasticLoadBalancingV2)
    const { TargetGroups } = await elbv2.createTargetGroup({
      ...{ Name: 'app', Protocol: 'HTTP', Port: 8080, TargetType: 'ip', VpcId: vpcId },
      ...{ HealthCheckPath: '/health/ready', HealthCheckIntervalSeconds: 10, HealthyThresholdCount: 2 },
    })
    const targetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? ''
    const { LoadBalancers } = await elbv2.createLoadBalancer({
      ...{ Name: 'app', Subnets: subnets, SecurityGroups: [group] },
    })
    const { LoadBalancerArn = '', DNSName = '' } = LoadBalancers?.[0] ?? {}
    await elbv2.createListener({
      ...{ LoadBalancerArn, Protocol: 'HTTP', Port: 80 },
      DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
    })
    this.url = `http://${DNSName}`
    const tail = (arn: string, from: RegExp) => arn.replace(from, '')
    this.#resourceLabel = `${tail(LoadBalancerArn, /^.*:loadbalancer\//)}/${tail(targetGroupArn, /^.*:/)}`
    return { targetGroupArn }
  }

  async #healthyTargets(TargetGroupArn: string | undefined): Promise<number> {
    const { TargetHealthDescriptions = [] } = await this.#client(ElasticLoadBalancingV2).describeTargetHealth(
      {
        TargetGroupArn,
      },
    )
    return TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length
  }

  #client<Client>(Kind: new (config: object) => Client): Client {
    const { accessKeyId, secretAccessKey } = this.#key
    const credentials = { accessKeyId, secretAccessKey }
    return new Kind({ endpoint: this.endpoint, region: REGION, credentials, forcePathStyle: true })
  }

  async #admin(method: string, route: string, body?: object): Promise<object> {
    const token = readFileSync(path.join(this.#home, 'sandbox/admin-token'), 'utf8').trim()
    const response = await fetch(`${this.endpoint}/_sandbox/accounts${route}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok)
      throw new Error(`${method} ${route} answered ${response.status}: ${await response.text()}`)
    const text = await response.text()
    return text ? (JSON.parse(text) as object) : {}
  }
}

interface Key {
  accountId: string
  accessKeyId: string
  secretAccessKey: string
}

interface Network {
  vpcId: string
  group: string
  subnets: string[]
}

/** Asks until the answer is `true`; fails with the last other one. */
async function until(what: string, ask: () => Promise<unknown>): Promise<void> {
  const end = Date.now() + DEADLINE_MS
  for (;;) {
    const answer = await ask()
    if (answer === true) return
    if (Date.now() > end)
      throw new Error(`Expected ${what} within ${DEADLINE_MS} ms; got ${JSON.stringify(answer)}`)
    await sleep(200)
  }
}
