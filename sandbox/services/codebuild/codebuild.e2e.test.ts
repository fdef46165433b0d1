import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr'
import {
  BatchGetBuildsCommand,
  CodeBuildClient,
  StartBuildCommand,
  type Build,
} from '@aws-sdk/client-codebuild'
import { expect, test } from 'vitest'
import { processesMarked } from '../../runtime/process-table.ts'
import { startSandbox } from '../../start.ts'
import { ServerProcess } from '../../testing/server-process.ts'
import { engineAnswers } from '../ecs/testing/tool-image.ts'
import { buildLabOf, buildSpec, IMAGE, openBuildLab } from './testing/build-lab.ts'

/* Builds with a real engine, the real `aws` and `docker`, and a real kill: what the phases do otherwise is in codebuild.test.ts. */

const COMPUTE = { type: 'LINUX_CONTAINER', image: IMAGE, computeType: 'BUILD_GENERAL1_SMALL' } as const
const ALLOWED = [
  ...['logs:*', 's3:GetObject', 'ecr:GetAuthorizationToken', 'ecr:BatchCheckLayerAvailability'],
  ...['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage'],
]
const withoutEngine = !engineAnswers && process.env['CI'] !== 'true'

const failure = ({ phases }: Build) =>
  phases?.find(({ phaseStatus }) => phaseStatus === 'FAILED')?.contexts?.[0]?.message

test.skipIf(withoutEngine)(
  'in a container an image is built and pushed as the role, and only with the privileges for it',
  { timeout: 120_000 },
  async () => {
    const sandbox = await startSandbox({ dataDir: ':memory:', runtime: 'docker', logLevel: 'warn' })
    try {
      const lab = await openBuildLab(sandbox)
      const ecr = new ECRClient(lab.config)
      const made = await ecr.send(new CreateRepositoryCommand({ repositoryName: 'app' }))
      const value = `${made.repository?.repositoryUri}:1`
      const commands = [
        'echo "in $PWD"',
        'aws ecr get-login-password | docker login --username AWS --password-stdin ${IMAGE_URI%%/*}',
        'docker build --tag $IMAGE_URI .',
        'docker push $IMAGE_URI',
      ]
      const last = '  post_build:\n    commands: ["docker image rm $IMAGE_URI"]\n'
      const files = {
        ...{ Dockerfile: 'FROM scratch\nCOPY page.txt /page.txt\n', 'page.txt': 'hello' },
        'buildspec.yml': buildSpec(commands, last),
      }
      await lab.createProject({
        serviceRole: await lab.createRole('pusher', ALLOWED),
        source: { type: 'S3', location: await lab.putSource(files) },
        environment: {
          ...COMPUTE,
          privilegedMode: true,
          environmentVariables: [{ name: 'IMAGE_URI', value }],
        },
      })
      const bareSpec = buildSpec(['docker version'])
      const [pushed, bare] = await Promise.all([
        lab.build(),
        lab.build({ privilegedModeOverride: false, buildspecOverride: bareSpec }),
      ])
      const log = await lab.log(pushed)
      expect(failure(pushed), log).toBeUndefined()
      expect(log).toMatch(/\nin \/codebuild\/output\/src\d+\/src\n/)
      const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'app' }))
      expect(imageDetails?.[0]?.imageTags).toEqual(['1'])

      expect(failure(bare)).toBe('Error while executing command: docker version. Reason: exit status 1')
      expect(await lab.log(bare)).toContain(
        'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.',
      )
    } finally {
      await sandbox.close()
    }
  },
)

test(
  'killed with -9 in a build, the practice account says so at its next start, and leaves no process',
  { timeout: 60_000 },
  async () => {
    const server = new ServerProcess()
    const processes = () => processesMarked('SLIPWAY_BUILD', `${server.home}/`)
    try {
      await server.start()
      const lab = await buildLabOf(server.endpoint, await server.newAccount(1))
      await lab.createProject({ source: { type: 'NO_SOURCE', buildspec: buildSpec(['sleep 600']) } })
      const start = async (buildspecOverride?: string) => {
        const answer = await lab.codebuild.send(
          new StartBuildCommand({ projectName: 'app', buildspecOverride }),
        )
        return answer.build?.id ?? ''
      }
      const ids = [await start(), await start(), await start(buildSpec(['echo waited']))]
      for (const id of ids.slice(0, 2)) await lab.waitFor(id, ({ currentPhase }) => currentPhase === 'BUILD')
      await expect.poll(() => processes().length, { timeout: 10_000 }).toBeGreaterThan(1)
      await server.end('SIGKILL')

      await server.start()
      const client = new CodeBuildClient({ ...lab.config, endpoint: server.endpoint })
      const status = async () => {
        const { builds } = await client.send(new BatchGetBuildsCommand({ ids }))
        return builds?.map(({ buildStatus }) => buildStatus)
      }
      await expect.poll(status, { timeout: 20_000 }).toEqual(['FAULT', 'FAULT', 'SUCCEEDED'])
      expect(processes()).toEqual([])
    } finally {
      await server.close()
    }
  },
)
