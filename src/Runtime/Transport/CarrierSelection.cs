using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ProcGen.Transport;

/// <summary>
/// What follows the handshake: the parent says over what the frames travel, and where that is shared memory the worker answers whether it could map it. If either
/// cannot, the channel of the handshake carries them.
/// </summary>
internal static class CarrierSelection
{
    // The worker's answer: u32 accepted or not, i32 length of the reason, the reason.
    private const int AnswerSize = 256;
    private const int ReasonOffset = 8;
    private const uint Accepted = 1;
    private const uint Refused = 2;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    /// <summary>The parent's side.</summary>
    /// <param name="channel">The channel, past the handshake.</param>
    /// <param name="kind">What is wanted.</param>
    /// <param name="cancellationToken">The deadline, or the worker's death.</param>
    /// <returns>The carrier, and why it is not what was wanted; null if it is.</returns>
    /// <exception cref="IOException">The worker is gone.</exception>
    public static async Task<(IFrameCarrier Carrier, string? Fallback)> OfferAsync(ByteChannel channel, CarrierKind kind, CancellationToken cancellationToken)
    {
        string? reason = null;
        if (kind == CarrierKind.SharedMemory)
        {
            if (channel is SocketChannel socket && OperatingSystem.IsLinux() && Environment.Is64BitProcess)
            {
                if (TryPrepare(out SharedSegment? segment, out EventBell[] bells, out byte[] nonce, out reason))
                {
                    (IFrameCarrier? carrier, reason) = await OfferMemoryAsync(socket, segment, bells, nonce, cancellationToken).ConfigureAwait(false);
                    return (carrier ?? new StreamCarrier(channel), reason);
                }
            }
            else
            {
                reason = "Shared memory between processes is implemented for 64-bit Linux only.";
            }
        }

        await channel.WriteAsync(default(CarrierOffer).Write(), cancellationToken).ConfigureAwait(false);
        return (new StreamCarrier(channel), reason);
    }

    /// <summary>The worker's side.</summary>
    /// <exception cref="HandshakeException">The parent says what this version does not know.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static IFrameCarrier Accept(ByteChannel channel)
    {
        byte[] bytes = new byte[CarrierOffer.Size];
        SafeFileHandle[] descriptors = [];
        if (channel is DescriptorChannel socket && OperatingSystem.IsLinux())
        {
            descriptors = socket.ReceiveDescriptors(bytes);
        }
        else
        {
            socket = null!;
            channel.ReadExactly(bytes, s_timeout);
        }

        if (!CarrierOffer.TryRead(bytes, out CarrierOffer offer) || descriptors.Length != (offer.Capacity == 0 ? 0 : CarrierOffer.DescriptorCount))
        {
            Array.ForEach(descriptors, static descriptor => descriptor.Dispose());
            throw new HandshakeException("The parent names a carrier of frames that this version does not know.");
        }

        if (offer.Capacity == 0)
        {
            return new StreamCarrier(channel);
        }

        SharedSegment segment;
        try
        {
            segment = SharedSegment.Open(descriptors[0], offer.Capacity, offer.Nonce.Span);
        }
        catch (IOException e)
        {
            Array.ForEach(descriptors, static descriptor => descriptor.Dispose());
            Answer(channel, Refused, e.Message);
            return new StreamCarrier(channel);
        }

        // From here on the mapping is enough, and what this worker starts gets no way to the memory.
        segment.Memory.CloseDescriptor();
        Answer(channel, Accepted, "");
        return new WorkerRingCarrier(
            socket, segment, own: new EventBell(descriptors[1]), main: new EventBell(descriptors[2]), peer: new PeerBells(new EventBell(descriptors[3]), main: null));
    }

    private static bool TryPrepare(
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SharedSegment? segment,
        out EventBell[] bells,
        out byte[] nonce,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? reason)
    {
        segment = null;
        bells = [];
        nonce = TransportSecrets.CreateToken()[..SharedSegment.NonceSize];
        try
        {
            _ = Doorbell.Shared;
            segment = SharedSegment.Create(RingLayout.DefaultCapacity, nonce);
            bells = [new EventBell()];
            bells = [.. bells, new EventBell()];
            reason = null;
            return true;
        }
        catch (IOException e)
        {
            segment?.Dispose();
            Array.ForEach(bells, static bell => bell.Dispose());
            reason = e.Message;
            return false;
        }
    }

    /// <returns>No carrier, and the reason, if the worker refuses.</returns>
    private static async Task<(IFrameCarrier? Carrier, string? Reason)> OfferMemoryAsync(
        SocketChannel channel, SharedSegment segment, EventBell[] bells, byte[] nonce, CancellationToken cancellationToken)
    {
        bool taken = false;
        try
        {
            var offer = new CarrierOffer { Capacity = segment.Capacity, Nonce = nonce };
            channel.SendDescriptors(offer.Write(), [segment.Memory.Descriptor!, bells[0].Descriptor, bells[1].Descriptor, Doorbell.Shared.Bell.Descriptor]);
            byte[] answer = new byte[AnswerSize];
            await channel.ReadExactlyAsync(answer, cancellationToken).ConfigureAwait(false);
            if (BinaryPrimitives.ReadUInt32LittleEndian(answer) != Accepted)
            {
                return (null, "The worker could not use the shared memory: " + ReadReason(answer));
            }

            segment.Memory.CloseDescriptor();
            taken = true;
            return (new ParentRingCarrier(channel, segment, Doorbell.Shared, new PeerBells(bells[0], bells[1])), null);
        }
        finally
        {
            if (!taken)
            {
                segment.Dispose();
                Array.ForEach(bells, static bell => bell.Dispose());
            }
        }
    }

    private static void Answer(ByteChannel channel, uint status, string reason)
    {
        byte[] answer = new byte[AnswerSize];
        BinaryPrimitives.WriteUInt32LittleEndian(answer, status);
        Encoder encoder = Encoding.UTF8.GetEncoder();
        encoder.Convert(reason, answer.AsSpan(ReasonOffset), flush: true, out _, out int length, out _);
        BinaryPrimitives.WriteInt32LittleEndian(answer.AsSpan(4), length);
        channel.Write(answer, s_timeout);
    }

    private static string ReadReason(byte[] answer) =>
        Encoding.UTF8.GetString(answer, ReasonOffset, Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(4)), 0, AnswerSize - ReasonOffset));
}
