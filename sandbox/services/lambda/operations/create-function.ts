import { randomUUID } from 'node:crypto'
import type { CreateFunctionRequest, FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { takeCode } from '../code.ts'
import { conflict, invalid } from '../errors.ts'
import { checkFunctionName, functionArn, functionNameOf } from '../functions.ts'
import { notThere } from '../not-there.ts'
import { publish } from '../publish.ts'
import { settingsOf } from '../settings.ts'
import { functionShape } from '../shape.ts'
import { lambda, type FunctionDocument } from '../store.ts'

/** How long a function is Pending (account's time). */
const CREATING_MS = 2_000

/** Creates a function from a zip. */
export const createFunction: Operation<CreateFunctionRequest, FunctionConfiguration> = async (
  input,
  { sandbox, scope },
) => {
  const functionName = functionNameOf(input.FunctionName ?? '')
  checkFunctionName(functionName)
  if (input.PackageType === 'Image' || input.Code?.ImageUri) throw notThere('functions from container images')
  if (!input.Runtime || !input.Handler) {
    throw invalid(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    )
  }
  const settings = settingsOf(sandbox, input, {
    ...{ runtime: '', role: '', handler: '', description: '', timeout: 3, memorySize: 128 },
    ...{ environment: {}, logGroup: `/aws/lambda/${functionName}`, ephemeralStorageMb: 512 },
  })
  checkNew()
  const code = await takeCode(sandbox, scope, input.Code ?? {})
  // Another request may have made it while the code came.
  checkNew()
  const { clock } = sandbox
  const fn: FunctionDocument = {
    ...settings,
    ...code,
    functionName,
    functionArn: functionArn(scope, functionName),
    revisionId: randomUUID(),
    lastModified: clock.now(),
    activeAt: clock.time(scope.accountId) + CREATING_MS,
    architectures: input.Architectures ?? ['x86_64'],
    tags: { ...input.Tags },
    permissions: {},
  }
  lambda(scope).functions.put(functionName, fn)
  const shown = input.Publish ? publish(sandbox, scope, fn) : fn
  return functionShape(shown, clock.time(scope.accountId))

  function checkNew(): void {
    if (lambda(scope).functions.has(functionName)) throw conflict(`Function already exist: ${functionName}`)
  }
}
