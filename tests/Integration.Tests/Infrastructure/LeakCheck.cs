using ProcGen.Tests.Workloads;

namespace ProcGen.Tests;

/// <summary>
/// A class fixture that looks, when all tests of the class have run, for what they left behind: processes (also grandchildren and zombies), sockets, pipes, process, memory
/// and event descriptors, temporary files.
/// </summary>
public sealed class LeakCheck : IAsyncLifetime
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);
    private HashSet<int> _processesBefore = [];
    private int _descriptorsBefore;
    private HashSet<string> _filesBefore = [];

    public async ValueTask InitializeAsync()
    {
        // The first process of a run leaves descriptors behind that the runtime keeps for good (its signal pipe, the sockets' event queue).
        await using (var first = WorkerProcess.Start(Arithmetic.InProcess.Add(1, 1)))
        {
            await first.Result;
        }

        // So does the first worker that shares: the memory that shows which processes of the tree live.
        _ = ProcGen.Sharing.SharingTree.Current.Slot;

        _processesBefore = ProcFiles.FindDescendants().Select(process => process.Id).ToHashSet();
        _descriptorsBefore = ListKept().Count;
        _filesBefore = ListFiles();
    }

    public async ValueTask DisposeAsync()
    {
        await Eventually.BecomesAsync(
            () => ProcFiles.FindDescendants().Where(process => !_processesBefore.Contains(process.Id)).ToList(),
            left => left.Count == 0,
            s_deadline,
            left => $"processes left: {string.Join("; ", left.Select(process => process.Description))}");

        Assert.Empty(WorkerProcess.GetActiveChildren());

        await Eventually.BecomesAsync(
            () =>
            {
                // What was dropped without disposal is the finalizer's.
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return ListKept();
            },
            descriptors => descriptors.Count <= _descriptorsBefore,
            s_deadline,
            descriptors => $"{_descriptorsBefore} descriptors before, now {descriptors.Count}: {string.Join(", ", descriptors)}");

        await Eventually.BecomesAsync(
            () => ListFiles().Except(_filesBefore).ToList(),
            files => files.Count == 0,
            s_deadline,
            files => $"files left: {string.Join(", ", files)}");
    }

    private static List<string> ListKept() =>
        [.. ProcFiles.ListDescriptors(Environment.ProcessId).Where(descriptor =>
            descriptor.Contains("socket:") || descriptor.Contains("pipe:") || descriptor.Contains("pidfd") || descriptor.Contains("memfd:") || descriptor.Contains("eventfd"))];

    private static HashSet<string> ListFiles() => [.. Directory.EnumerateFileSystemEntries(TestRun.TemporaryFolder)];
}
