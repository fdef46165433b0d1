import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ecsCommandLineModel } from './command-line-model.ts'

const run = promisify(execFile)

/**
 * The variables with which `aws` knows a command of ECS, such as `ecs continue-service-deployment`, whatever its version: none
 * where it knows it by itself, else where in `folder` the newer model of ECS lies.
 */
export async function newerCommands(command: string, folder: string): Promise<Record<string, string>> {
  if (await knows(command)) return {}
  const { metadata } = ecsCommandLineModel()
  const models = join(folder, 'aws-models')
  const model = join(models, 'ecs', metadata['apiVersion'] ?? '')
  await mkdir(model, { recursive: true })
  await writeFile(join(model, 'service-2.json'), JSON.stringify(ecsCommandLineModel()))
  return { AWS_DATA_PATH: models }
}

async function knows(command: string): Promise<boolean> {
  return run('aws', [...command.split(' '), '--generate-cli-skeleton']).then(
    () => true,
    () => false,
  )
}
