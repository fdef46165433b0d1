import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import * as lambda from '@aws-sdk/client-lambda'
import { zipSync } from 'fflate'

/** What Lambda's lists want to be asked about, for the walk over every page. */
export const functionInputs: Record<string, object> = {
  ListVersionsByFunction: { FunctionName: 'aa' },
  ListAliases: { FunctionName: 'aa' },
}

/** Makes a function of each name, and of the first as many versions and aliases. */
export async function seedFunctions(config: object, names: string[]): Promise<void> {
  const functions = new lambda.LambdaClient(config)
  const statement = {
    ...{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  }
  const { Role } = await new IAMClient(config).send(
    new CreateRoleCommand({
      RoleName: 'every-page-functions',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    }),
  )
  for (const [index, name] of names.entries()) {
    await functions.send(
      new lambda.CreateFunctionCommand({
        ...{ FunctionName: name, Runtime: 'nodejs22.x', Handler: 'index.handler', Role: Role?.Arn },
        Code: { ZipFile: zip('first') },
        Publish: true,
      }),
    )
    const alias = { FunctionName: 'aa', Name: name, FunctionVersion: String(index + 1) }
    await functions.send(
      new lambda.UpdateFunctionCodeCommand({ FunctionName: 'aa', ZipFile: zip(name), Publish: true }),
    )
    await functions.send(new lambda.CreateAliasCommand(alias))
  }
}

function zip(text: string): Uint8Array {
  return zipSync({ 'index.mjs': Buffer.from(`export const handler = async () => '${text}'`) })
}
