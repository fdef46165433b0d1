import { createServer } from 'node:http'
import { greeting } from './greeting.mjs'

const server = createServer((request, response) => {
  response.end(greeting(new URL(request.url, 'http://localhost').pathname.slice(1) || 'you'))
})
server.listen(8080)
process.once('SIGTERM', () => server.close())
