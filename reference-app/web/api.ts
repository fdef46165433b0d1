export type StoreId = 's3' | 'file-system'

export interface About {
  version: string
  colour: 'blue' | 'green'
  task: string
  zone: string | null
  database: 'mysql' | 'sqlite'
  stores: StoreId[]
  maxUploadBytes: number
}

export interface User {
  id: string
  username: string
  email: string
}

export interface StoredFile {
  id: string
  name: string
  size: number
  store: StoreId
  storedAt: number
}

export const readAbout = () => ask<About>('GET', '/api/about')
export const listUsers = async () => (await ask<{ users: User[] }>('GET', '/api/users')).users
export const register = (user: { username: string; email: string }) => ask<User>('POST', '/api/users', user)
export const deleteUser = (id: string) => ask<void>('DELETE', `/api/users/${id}`)
export const listFiles = async (userId: string) =>
  (await ask<{ files: StoredFile[] }>('GET', `/api/users/${userId}/files`)).files
export const deleteFile = (userId: string, id: string) =>
  ask<void>('DELETE', `/api/users/${userId}/files/${id}`)
export const contentUrl = (userId: string, id: string) => `/api/users/${userId}/files/${id}/content`

/** Sends a file; `fetch` cannot tell how far an upload is, XMLHttpRequest can. */
export function upload(
  userId: string,
  { file, store, signal }: { file: File; store: StoreId; signal: AbortSignal },
  onProgress: (share: number) => void,
): Promise<void> {
  const request = new XMLHttpRequest()
  const query = new URLSearchParams({ name: file.name, store }).toString()
  request.open('POST', `/api/users/${userId}/files?${query}`)
  request.upload.onprogress = event => onProgress(event.total ? event.loaded / event.total : 1)
  signal.addEventListener('abort', () => request.abort())
  return new Promise((resolve, reject) => {
    request.onload = () => {
      if (request.status < 400) resolve()
      else reject(new Error(messageOf(request.responseText, request.status)))
    }
    request.onabort = () => reject(new Error('Cancelled; nothing of it was stored.'))
    request.onerror = () => reject(new Error('The connection was lost; nothing of it was stored. Try again.'))
    // A Blob without a type of its own goes as plain bytes.
    request.send(file)
  })
}

async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  } catch {
    throw new Error('The app does not answer. Is it running? Try again in a moment.')
  }
  const text = await response.text()
  if (!response.ok) throw new Error(messageOf(text, response.status))
  return (text ? JSON.parse(text) : undefined) as Answer
}

function messageOf(text: string, status: number): string {
  try {
    return (JSON.parse(text) as { error: { message: string } }).error.message
  } catch {
    // Not our own answer: a load balancer without a healthy task answers for itself.
    return `The answer was ${status}, and not from the app. Try again in a moment.`
  }
}
