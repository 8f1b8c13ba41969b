namespace Diagnostics.PROCGEN028;

public static partial class Digest
{
    [RunInProcess]
    public static int Length(Stream content) => (int)content.Length; // PROCGEN028 'content' cannot cross a process boundary: its type is System.IO.Stream; it lives in one process, so 'Digest.Length(Stream)' is not generated. Send the bytes as byte[] or ReadOnlyMemory<byte>, or the path as a string, and open it in the worker.
}
