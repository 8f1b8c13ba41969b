using ProcGen.SideBySide.Measuring;

namespace ProcGen.SideBySide.Cases;

/// <summary>All cases, in the order of the table.</summary>
internal static class AllCases
{
    public static IReadOnlyList<Case> List { get; } =
    [
        CallCases.Blocking,
        CallCases.Cold,
        CallCases.Async,
        CallCases.AsyncInline,
        CallCases.Pipelined,
        MapCases.UnorderedOne,
        MapCases.Automatic,
        PayloadCases.Fresh,
        StreamCases.Out,
        StreamCases.In,
        StreamCases.ChunksOut,
        StreamCases.ChunksIn,
        SharingCases.LockUncontended,
        SharingCases.ValueLocked,
        SharingCases.ValueAtomic,
        SharingCases.ArraySum,
        StartCases.JustInTime,
        StartCases.AheadOfTime,
        StartCases.Spare,
        StartCases.TimeoutRecovery,
        RestCases.Memory,
        RestCases.NativeMemory,
        RestCases.WakeUps,
        WorkCases.Scaling,
        WorkCases.AllocationContention,
        ManagerCases.ManagerDictionary,
        BreakEvenCases.Mapped,
        BreakEvenCases.Awaited,
        ChannelCases.Queue,
        ChannelCases.QueueBetweenFour,
        ChannelCases.QueueOfObjects,
        ChannelCases.QueueJoinable,
        ChannelCases.PipePingPong,
    ];
}
