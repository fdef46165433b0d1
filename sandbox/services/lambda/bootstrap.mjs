/* Runs in a function's own process: loads the handler once, and calls it for each event that comes over the channel. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { format } from 'node:util'
import { pathToFileURL } from 'node:url'
import './aws-hosts.mjs'

const { console: printer } = globalThis
const root = process.env.LAMBDA_TASK_ROOT
let requestId = ''
let deadline = 0

for (const [method, level] of Object.entries({
  debug: 'DEBUG',
  error: 'ERROR',
  info: 'INFO',
  log: 'INFO',
  trace: 'TRACE',
  warn: 'WARN',
})) {
  printer[method] = (...values) => {
    // One line an event: what spans lines stays together with a carriage return, as Lambda does it.
    const text = format(...values).replaceAll('\n', '\r')
    process.stdout.write(`${new Date().toISOString()}\t${requestId}\t${level}\t${text}\n`)
  }
}

const shown = error =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
    : { errorType: typeof error, errorMessage: String(error), trace: [] }

async function load() {
  const [, file, name] = /^(.*)\.([^./]+)$/.exec(process.env._HANDLER) ?? []
  const found = ['.mjs', '.js', '.cjs'].map(ending => path.join(root, file + ending)).find(existsSync)
  const missing = text => Object.assign(new Error(text), { name: 'Runtime.ImportModuleError' })
  if (!found) throw missing(`Error: Cannot find module '${path.basename(file)}'`)
  const module = found.endsWith('.cjs')
    ? createRequire(import.meta.url)(found)
    : await import(pathToFileURL(found)).catch(error => {
        throw missing(`${error.name}: ${error.message}`)
      })
  const handler = module[name] ?? module.default?.[name]
  if (typeof handler === 'function') return handler
  const text = `${path.basename(file)}.${name} is undefined or not exported`
  throw Object.assign(new Error(text), { name: 'Runtime.HandlerNotFound' })
}

function call(handler, event) {
  const context = {
    awsRequestId: requestId,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: process.env.SLIPWAY_FUNCTION_ARN,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  }
  return new Promise((resolve, reject) => {
    const answered = handler(event, context, (error, result) => (error ? reject(error) : resolve(result)))
    if (handler.length < 3 || answered?.then) Promise.resolve(answered).then(resolve, reject)
  })
}

// Loading does not count towards the function's timeout; what fails at it is told to the first event.
const loading = load().catch(error => () => Promise.reject(error))
process.on('message', async message => {
  requestId = message.requestId
  deadline = message.deadline
  Object.assign(process.env, message.credentials)
  try {
    const handler = await loading
    const result = await call(handler, JSON.parse(message.payload))
    process.send({ requestId, payload: JSON.stringify(result ?? null) })
  } catch (error) {
    const failure = shown(error)
    printer.error(`Invoke Error \t${JSON.stringify({ ...failure, stack: failure.trace })}`)
    process.send({ requestId, error: JSON.stringify(failure) })
  }
  // Tells the reader that all which this call printed has come.
  process.stdout.write(`\0${requestId}\n`)
})
process.on('disconnect', () => process.exit())
void loading.then(() => process.send({ ready: true }))
