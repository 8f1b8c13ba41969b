using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Workers;

internal partial class RemoteWorkerCall
{
    /// <summary>What a body reports to; the caller's object gets it.</summary>
    private sealed class RemoteProgress<T>(RemoteWorkerCall call, ushort ordinal, CreditGate credit, PayloadWrite<T> write) : IProgress<T>
    {
        /// <remarks>Waits where the caller is more than a window of reports behind, so that a fast reporter does not fill the memory. After a cancellation reports may be dropped.</remarks>
        public void Report(T value)
        {
            try
            {
                if (!credit.Take(call._cancellation.Token))
                {
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }

            PayloadBuffer content = PayloadBuffer.Rent();
            try
            {
                PayloadIO.Write(content, value, write, call._link.Carrier.Audience);
            }
            catch (Exception e)
            {
                content.Return();
                throw PayloadIO.WriteFailed($"a progress report of '{call.MethodName}'", e);
            }

            // Under the lock, so that no report follows the end of the call.
            lock (call.Gate)
            {
                if (!call._ended)
                {
                    call._link.Send(FrameType.Progress, ordinal, content);
                    return;
                }
            }

            content.Return();
        }
    }
}
