import type { Request, Response, Router } from 'express'
import { z } from 'zod'
import { AppError } from './app-error.ts'

/** A route as both the server and /openapi.json read it. */
export interface Endpoint<Params = unknown, Query = unknown, Body = unknown, Answer = unknown> {
  method: 'get' | 'post' | 'delete'
  /** As Express writes it, such as `/api/users/:userId`. */
  path: string
  summary: string
  params?: z.ZodType<Params>
  query?: z.ZodType<Query>
  /** JSON body; `bytes` for a body that the handler streams. */
  body?: z.ZodType<Body> | 'bytes'
  status: number
  /** JSON answer; what the schema does not name is left out of it. */
  answer?: z.ZodType<Answer>
  /** Statuses of the errors that are to be expected. */
  errors: number[]
}

/** Lets TypeScript take the types from the schemas. */
export function defineEndpoint<Params = unknown, Query = unknown, Body = unknown, Answer = unknown>(
  endpoint: Endpoint<Params, Query, Body, Answer>,
): Endpoint<Params, Query, Body, Answer> {
  return endpoint
}

interface Input<Params, Query, Body> {
  params: Params
  query: Query
  body: Body
  request: Request
  response: Response
}

/** Puts an endpoint on the router. A handler returns the answer, or undefined when there is none or it has sent it itself. */
export function serve<Params, Query, Body, Answer>(
  router: Router,
  endpoint: Endpoint<Params, Query, Body, Answer>,
  handle: (input: Input<Params, Query, Body>) => Promise<Answer | undefined>,
): void {
  router[endpoint.method](endpoint.path, async (request, response) => {
    const answer = await handle({
      params: read(endpoint.params, request.params),
      query: read(endpoint.query, request.query),
      body: read(endpoint.body === 'bytes' ? undefined : endpoint.body, request.body),
      request,
      response,
    })
    if (response.headersSent || response.destroyed) return
    response.status(endpoint.status)
    if (endpoint.answer) response.json(endpoint.answer.parse(answer))
    else response.end()
  })
}

function read<Value>(schema: z.ZodType<Value> | undefined, value: unknown): Value {
  const result = (schema ?? (z.unknown() as z.ZodType<Value>)).safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.map(issue => `${issue.path.join('.') || 'body'}: ${issue.message}`)
  throw new AppError(400, 'invalid-request', `${issues.join('; ')}.`)
}
