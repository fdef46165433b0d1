import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'

const problem = z.object({
  error: z.object({
    code: z.string().describe('Stable, for programs.'),
    message: z.string().describe('What happened and what to do next, for people.'),
    requestId: z.string().describe('Under this id the log has more.'),
  }),
})

/** The OpenAPI document of the endpoints, made of the very schemas that check the requests. */
export function openApiDocument(endpoints: Endpoint[], version: string) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method]: operation(endpoint) }
  }
  return { openapi: '3.1.0', info: { title: 'Uploads', version }, paths }
}

function operation({ summary, params, query, body, status, answer, errors }: Endpoint) {
  const failure = { description: 'An error', content: json(problem, 'output') }
  return {
    summary,
    parameters: [...parameters('path', params), ...parameters('query', query)],
    ...(body && { requestBody: { required: true, content: body === 'bytes' ? bytes : json(body, 'input') } }),
    responses: {
      [status]: { description: 'Done', ...(answer && { content: json(answer, 'output') }) },
      ...Object.fromEntries(errors.map(error => [error, failure])),
    },
  }
}

const bytes = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }

function json(schema: z.ZodType, io: 'input' | 'output') {
  return { 'application/json': { schema: schemaOf(schema, io) } }
}

function parameters(where: 'path' | 'query', schema: z.ZodType | undefined) {
  const { properties = {}, required = [] } = schema ? schemaOf(schema, 'input') : {}
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: where,
    required: required.includes(name),
    schema: one,
  }))
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}
