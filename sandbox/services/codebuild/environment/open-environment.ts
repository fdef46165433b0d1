import type Docker from 'dockerode'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Sandbox } from '../../../operation.ts'
import { PhaseFailure } from '../errors.ts'
import { PROGRAMS, type BuildEnvironment, type EnvironmentPlan } from './build-environment.ts'
import { ensureBuildImage, programMounts } from './build-image.ts'
import { ContainerEnvironment } from './container-environment.ts'
import { ProcessEnvironment } from './process-environment.ts'

/** CodeBuild's own images; AWS publishes them under the second name. */
const CURATED = /^(?:aws\/codebuild|public\.ecr\.aws\/codebuild)\/(.+)$/

/**
 * Where the commands of a build run: in a container of its image where an engine has it; for CodeBuild's own images, which are
 * several GB large, in a container that sees this machine's programs; else as processes. Throws a PhaseFailure.
 */
export async function openEnvironment(sandbox: Sandbox, plan: EnvironmentPlan): Promise<BuildEnvironment> {
  layOutFolder(plan.folder)
  const [, curated] = CURATED.exec(plan.image) ?? []
  if (sandbox.config.runtime !== 'docker') {
    if (curated === undefined) {
      throw unableToPull(
        plan.image,
        'no container engine answers, so only CodeBuild’s own images are stood in for',
      )
    }
    return new ProcessEnvironment(sandbox, plan, 'no container engine answers')
  }
  const docker = await engine()
  const names =
    curated === undefined ? [plan.image] : [`aws/codebuild/${curated}`, `public.ecr.aws/codebuild/${curated}`]
  for (const image of names) {
    if (await hasImage(docker, image)) {
      return ContainerEnvironment.start(docker, sandbox, plan, {
        image,
        programs: [],
        description: `a container of ${image}`,
      })
    }
  }
  if (curated === undefined) {
    await pull(docker, plan)
    const description = `a container of ${plan.image}`
    return ContainerEnvironment.start(docker, sandbox, plan, { image: plan.image, programs: [], description })
  }
  if (process.platform !== 'linux') {
    return new ProcessEnvironment(
      sandbox,
      plan,
      `the engine does not have public.ecr.aws/codebuild/${curated}`,
    )
  }
  try {
    const image = await ensureBuildImage(docker)
    const description = `a container with this machine’s own programs, in place of ${plan.image}`
    return await ContainerEnvironment.start(docker, sandbox, plan, {
      image,
      programs: programMounts(),
      description,
    })
  } catch (error) {
    sandbox.log.warn({ err: error }, 'a build runs as processes: its container could not be started')
    return new ProcessEnvironment(sandbox, plan, 'the engine could not start a container for it')
  }
}

/** The engine of this machine. */
export async function engine(): Promise<Docker> {
  const { default: Dockerode } = await import('dockerode')
  return new Dockerode()
}

function layOutFolder(folder: string): void {
  for (const name of ['tmp', 'home', PROGRAMS])
    mkdirSync(path.join(folder, name), { recursive: true, mode: 0o700 })
  const wrapper = path.join(folder, PROGRAMS, 'aws')
  writeFileSync(
    wrapper,
    `#!/bin/sh
# Older command lines do not read AWS_ENDPOINT_URL.
here=\${0%/aws}
PATH=$(printf %s "$PATH" | sed "s#$here:##")
exec aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"
`,
  )
  chmodSync(wrapper, 0o755)
}

async function hasImage(docker: Docker, image: string): Promise<boolean> {
  return docker
    .getImage(image)
    .inspect()
    .then(
      () => true,
      () => false,
    )
}

async function pull(docker: Docker, { image, registryLogin }: EnvironmentPlan): Promise<void> {
  try {
    const login = await registryLogin?.()
    const stream = await docker.pull(
      image,
      login && { authconfig: { ...login, serveraddress: image.split('/')[0] ?? '' } },
    )
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(stream, error => (error ? reject(error) : resolve()))
    })
  } catch (error) {
    throw unableToPull(image, (error as Error).message)
  }
}

function unableToPull(image: string, reason: string): PhaseFailure {
  return new PhaseFailure(
    'BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE',
    `Unable to pull customer's container image. CannotPullContainerError: ${image}: ${reason}`,
  )
}
