import { execFile } from 'node:child_process'
import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { GetDeploymentTargetCommand } from '@aws-sdk/client-codedeploy'
import { DescribeListenersCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningSandbox } from '../../start.ts'
import { describeService, newAccount, registerWeb, startTestSandbox } from '../ecs/testing/test-lab.ts'
import { appSpec } from './testing/app-spec-text.ts'
import { openBlueGreenLab } from './testing/blue-green-lab.ts'

const run = promisify(execFile)

let sandbox: RunningSandbox
beforeAll(async () => {
  sandbox = await startTestSandbox()
})
afterAll(() => sandbox.close())

test(
  'the aws command line deploys blue/green and waits for it; not one request is lost',
  { timeout: 120_000 },
  async () => {
    const account = newAccount(sandbox, 60)
    const lab = await openBlueGreenLab(account)
    const version2 = await registerWeb(lab, { image: 'public.ecr.aws/slipway/web:2' })
    const aws = async (...words: string[]) => {
      const env = {
        ...process.env,
        AWS_ENDPOINT_URL: sandbox.endpoint,
        AWS_ACCESS_KEY_ID: account.accessKeyId,
        AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
        AWS_DEFAULT_REGION: 'eu-west-1',
      }
      return (await run('aws', [...words, '--output', 'json'], { env })).stdout
    }
    const load = startLoad(sandbox.endpoint, lab.dnsName)
    const revision = { revisionType: 'AppSpecContent', appSpecContent: { content: appSpec(version2) } }
    const created = await aws(
      ...['deploy', 'create-deployment', '--application-name', 'web', '--deployment-group-name', 'web'],
      ...['--revision', JSON.stringify(revision)],
    )
    const { deploymentId } = JSON.parse(created) as { deploymentId: string }
    expect(deploymentId).toMatch(/^d-[A-Z0-9]{9}$/)
    await aws('deploy', 'wait', 'deployment-successful', '--deployment-id', deploymentId)
    const { answers, failures } = await load.stop()

    expect(failures).toEqual([])
    expect(answers.length).toBeGreaterThan(100)
    expect(answers[0]).toContain('"version":"1"')
    expect(answers.at(-1)).toContain('"version":"2"')
    const { deploymentTarget } = await lab.codedeploy.send(
      new GetDeploymentTargetCommand({ deploymentId, targetId: 'lab:web' }),
    )
    const { lifecycleEvents, taskSetsInfo } = deploymentTarget?.ecsTarget ?? {}
    expect(lifecycleEvents).toHaveLength(8)
    expect(lifecycleEvents?.every(({ status }) => status === 'Succeeded')).toBe(true)
    expect(taskSetsInfo).toMatchObject([
      {
        taskSetLabel: 'Green',
        status: 'PRIMARY',
        trafficWeight: 100,
        runningCount: 2,
        targetGroup: { name: 'green' },
      },
    ])
    const service = await describeService(lab)
    expect(service).toMatchObject({ taskDefinition: version2, deployments: [], runningCount: 2 })
    expect(service.taskSets).toMatchObject([
      {
        status: 'PRIMARY',
        startedBy: 'CODE_DEPLOY',
        externalId: deploymentId,
        stabilityStatus: 'STEADY_STATE',
      },
    ])
    const { Listeners } = await lab.clients.elbv2.send(
      new DescribeListenersCommand({ ListenerArns: lab.listeners }),
    )
    for (const { DefaultActions } of Listeners ?? []) {
      expect(DefaultActions?.[0]?.ForwardConfig?.TargetGroups).toEqual([
        { TargetGroupArn: lab.blueArn, Weight: 0 },
        { TargetGroupArn: lab.greenArn, Weight: 100 },
      ])
    }
  },
)

/** Five requests at a time through the load balancer's name, until it is stopped. */
function startLoad(endpoint: string, dnsName: string) {
  const answers: string[] = []
  const failures: string[] = []
  let running = true
  const worker = async () => {
    while (running) {
      const answer = await get(endpoint, `http://${dnsName}/version`).catch(String)
      if (answer.includes('"version"')) answers.push(answer)
      else failures.push(answer)
      await sleep(10)
    }
  }
  const workers = Array.from({ length: 5 }, worker)
  return {
    stop: async () => {
      running = false
      await Promise.all(workers)
      return { answers, failures }
    },
  }
}

function get(endpoint: string, url: string): Promise<string> {
  const { hostname, port } = new URL(endpoint)
  return new Promise((resolve, reject) => {
    const request = http.get(
      { hostname, port, path: url, headers: { Host: new URL(url).host } },
      response => {
        let body = ''
        response.on('data', chunk => (body += chunk))
        response.on('end', () => resolve(`${response.statusCode} ${body}`))
        response.on('error', reject)
      },
    )
    request.on('error', reject)
  })
}
