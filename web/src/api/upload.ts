import type { Schemas } from './client';
import { ApiError, failureOf, type ErrorBody } from './failure';
import { keyHeaders } from './key';

/** Sends a file and tells how much of it is there, from 0 to 1; `fetch` cannot tell that. */
export function upload(
  file: Blob,
  name: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Schemas['Attachment']> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/attachments?${new URLSearchParams({ name })}`);
    request.responseType = 'json';
    request.setRequestHeader('content-type', 'application/octet-stream');
    for (const [key, value] of Object.entries(keyHeaders())) request.setRequestHeader(key, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 201) resolve(request.response as Schemas['Attachment']);
      else reject(refusal(request));
    };
    request.onerror = () => reject(new ApiError({ kind: 'network' }));
    request.onabort = () => reject(new DOMException('The upload was ended.', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function refusal(request: XMLHttpRequest): ApiError {
  const error = (request.response as { error?: ErrorBody } | null)?.error ?? {};
  return new ApiError(failureOf(request.status, error, request.getResponseHeader('retry-after')));
}
