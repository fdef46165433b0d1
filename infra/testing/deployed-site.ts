import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling'
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import { CodeDeploy, type DeploymentInfo } from '@aws-sdk/client-codedeploy'
import { ECS } from '@aws-sdk/client-ecs'
import { expect } from 'vitest'
import { until } from '../../sandbox/services/ecs/testing/test-lab.ts'
import type { Answer, DeployedInfra } from './deployed-infra.ts'

const LONG_MS = 300_000

export interface TestFile {
  name: string
  store: string
  bytes: Buffer
}

/** The site that the stacks made: used by its users, and watched and deployed by its operators. */
export class DeployedSite {
  readonly #infra: DeployedInfra
  readonly #service: Record<string, string>
  readonly #delivery: Record<string, string>
  #userId = ''

  private constructor(
    infra: DeployedInfra,
    service: Record<string, string>,
    delivery: Record<string, string>,
  ) {
    this.#infra = infra
    this.#service = service
    this.#delivery = delivery
  }

  static async find(infra: DeployedInfra): Promise<DeployedSite> {
    const [service, delivery] = await Promise.all([
      infra.outputs('uploads-service'),
      infra.outputs('uploads-delivery'),
    ])
    return new DeployedSite(infra, service, delivery)
  }

  async register(username: string): Promise<void> {
    const body = JSON.stringify({ username, email: `${username}@example.com` })
    const { id } = (await this.#json('/api/users', {
      ...{ method: 'POST', body: Buffer.from(body), type: 'application/json' },
    })) as { id: string }
    this.#userId = id
  }

  async upload({ name, store, bytes }: TestFile): Promise<void> {
    await this.#json(`/api/users/${this.#userId}/files?${new URLSearchParams({ name, store }).toString()}`, {
      ...{ method: 'POST', body: bytes, type: 'application/octet-stream' },
    })
  }

  /** That the database lists these files and the stores have all their bytes. */
  async expectFiles(expected: TestFile[]): Promise<void> {
    const { files } = (await this.#json(`/api/users/${this.#userId}/files`)) as {
      files: { id: string; name: string; store: string; size: number }[]
    }
    expect(files.map(({ name, store, size }) => ({ name, store, size })).toReversed()).toEqual(
      expected.map(({ name, store, bytes }) => ({ name, store, size: bytes.length })),
    )
    for (const { id, name } of files) {
      const bytes = await this.#infra.fetch(`${this.#url}/api/users/${this.#userId}/files/${id}/content`)
      expect(expected.find(file => file.name === name)?.bytes.equals(bytes.body), name).toBe(true)
    }
  }

  /** Days for which the app's log is kept. */
  async retention(): Promise<number | undefined> {
    const { LogGroupName: logGroupNamePrefix } = this.#service
    const { logGroups } = await this.#infra.client(CloudWatchLogs).describeLogGroups({ logGroupNamePrefix })
    return logGroups?.[0]?.retentionInDays
  }

  /** Waits until so many tasks run, as many as are wanted. */
  async runs(count: number): Promise<void> {
    const { ClusterName: cluster, ServiceName = '' } = this.#service
    const ecs = this.#infra.client(ECS)
    await until(
      async () => {
        const { services } = await ecs.describeServices({ cluster, services: [ServiceName] })
        return { desired: services?.[0]?.desiredCount, running: services?.[0]?.runningCount }
      },
      ({ desired, running }) => desired === count && running === count,
      LONG_MS,
    )
  }

  /** Why it was scaled. */
  async scalingCauses(): Promise<string[]> {
    const { ScalingActivities = [] } = await this.#infra
      .client(ApplicationAutoScaling)
      .describeScalingActivities({ ServiceNamespace: 'ecs' })
    return ScalingActivities.flatMap(({ Cause }) => Cause ?? [])
  }

  /** Deploys the newest task definition by the command that the stack shows, and answers how that ended. */
  async deployNewest(): Promise<DeploymentInfo> {
    const { deploymentId } = (await this.#infra.shell(this.#delivery['DeployCommand'] ?? '')) as {
      deploymentId: string
    }
    return this.#ended(deploymentId)
  }

  /** As `deployNewest`, again where a busy machine's slow answers have set off the alarm that guards a deployment. */
  async bring(): Promise<DeploymentInfo> {
    for (let again = 2; ; again--) {
      const deployment = await this.deployNewest()
      if (again === 0 || deployment.errorInformation?.code !== 'ALARM_ACTIVE') return deployment
      await this.wentBack(deployment.rollbackInfo?.rollbackDeploymentId)
    }
  }

  /** Waits until the deployment that takes another back has done so. */
  async wentBack(deploymentId: string | undefined): Promise<void> {
    expect(deploymentId).toMatch(/^d-[A-Z0-9]{9}$/)
    expect(await this.#ended(deploymentId ?? '')).toMatchObject({
      ...{ status: 'Succeeded', creator: 'codeDeployRollback' },
    })
  }

  /** The versions that answer so many requests. */
  async versions(requests: number): Promise<(string | undefined)[]> {
    const answers: Answer[] = []
    while (answers.length < requests) answers.push(await this.#infra.fetch(`${this.#url}/api/about`))
    return [...new Set(answers.map(({ version }) => version))]
  }

  underLoad(users: number, work: () => Promise<unknown>): Promise<Answer[]> {
    return this.#infra.underLoad(`${this.#url}/api/about`, users, work)
  }

  get #url(): string {
    return this.#service['Url'] ?? ''
  }

  async #ended(deploymentId: string): Promise<DeploymentInfo> {
    const codedeploy = this.#infra.client(CodeDeploy)
    const { deploymentInfo } = await until(
      () => codedeploy.getDeployment({ deploymentId }),
      ({ deploymentInfo: seen }) => /^(Succeeded|Failed|Stopped)$/.test(seen?.status ?? ''),
      LONG_MS,
    )
    return deploymentInfo ?? {}
  }

  async #json(route: string, request: Parameters<DeployedInfra['fetch']>[1] = {}): Promise<unknown> {
    const { status, body } = await this.#infra.fetch(`${this.#url}${route}`, request)
    if (status >= 300) throw new Error(`${route} answered ${status}: ${body.toString()}`)
    return JSON.parse(body.toString())
  }
}
