using System.Reflection;
using System.Text.RegularExpressions;

namespace ProcGen.Tests.Documentation;

/// <summary>docs/python.md promises names; they have to be there.</summary>
public sealed partial class PythonPageTests
{
    private static readonly string[] s_lines = File.ReadAllLines(Repository.PathOf("docs", "python.md"));

    private static readonly ILookup<string, Type> s_types = typeof(ProcessPool).Assembly.GetExportedTypes().ToLookup(type => type.Name.Split('`')[0]);

    [Fact]
    public void Every_name_of_ours_on_the_page_exists()
    {
        string[] missing = [.. OurNames().Where(name => !Exists(name))];
        Assert.True(missing.Length == 0, $"docs/python.md names what is not public: {string.Join(", ", missing)}");
    }

    [Theory]
    [InlineData("multiprocessing", """
        Array AuthenticationError Barrier BoundedSemaphore BufferTooShort Condition Event JoinableQueue Lock Manager Pipe Pool Process ProcessError Queue RLock RawArray RawValue Semaphore SimpleQueue
        TimeoutError Value active_children allow_connection_pickling cpu_count current_process freeze_support get_all_start_methods get_context get_logger get_start_method log_to_stderr parent_process
        reducer set_executable set_forkserver_preload set_start_method
        authkey close daemon exitcode ident interrupt is_alive join kill name pid run sentinel start terminate
        cancel_join_thread empty full get get_nowait join_thread put put_nowait qsize shutdown task_done
        """)]
    [InlineData("multiprocessing.pool", "Pool ThreadPool AsyncResult IMapIterator Process apply apply_async close imap imap_unordered join map map_async starmap starmap_async terminate get ready successful wait next")]
    [InlineData("multiprocessing.managers", """
        BaseManager SyncManager BaseProxy Token SharedMemoryManager address connect get_server join register start shutdown
        Array Barrier BoundedSemaphore Condition Event JoinableQueue Lock Namespace Pool Queue RLock Semaphore Value dict list set
        """)]
    [InlineData("multiprocessing.shared_memory and sharedctypes", "SharedMemory ShareableList buf close name size unlink copy synchronized")]
    [InlineData("multiprocessing.connection", "Client Listener Connection wait accept address last_accepted close closed fileno poll readable writable recv recv_bytes recv_bytes_into send send_bytes")]
    [InlineData("concurrent.futures", """
        FIRST_COMPLETED FIRST_EXCEPTION ALL_COMPLETED CancelledError TimeoutError BrokenExecutor InvalidStateError Future Executor wait as_completed ProcessPoolExecutor ThreadPoolExecutor
        InterpreterPoolExecutor map shutdown submit terminate_workers kill_workers add_done_callback cancel cancelled done exception result running set_exception set_result set_running_or_notify_cancel
        """)]
    public void Every_public_name_of_Python_has_its_row(string module, string names)
    {
        string rows = string.Join('\n', Rows(module).Select(cells => cells[1]));
        string[] missing = [.. names.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Where(name => !Regex.IsMatch(rows, $@"[`.,(]\s?{name}\b"))];
        Assert.True(missing.Length == 0, $"docs/python.md has no row for {string.Join(", ", missing)} of {module}");
    }

    // The second column; "of .NET" in the third one says that a name is not ours.
    private static IEnumerable<string> OurNames() =>
        from cells in s_lines.Where(IsRow).Select(line => line.Split('|'))
        where !cells[3].Contains("of .NET", StringComparison.Ordinal)
        from Match name in Name().Matches(cells[2])
        select name.Groups[1].Value;

    private static IEnumerable<string[]> Rows(string section) =>
        s_lines.SkipWhile(line => line != $"## {section}").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).Where(IsRow).Select(line => line.Split('|'));

    private static bool IsRow(string line) => line.StartsWith("| ", StringComparison.Ordinal);

    private static bool Exists(string name)
    {
        string[] parts = name.Split('.');
        return parts.Length == 1
            ? s_types.Contains(name) || s_types.Contains(name + "Attribute")
            : s_types[parts[0]].Any(type => type.GetMember(parts[1], BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy)
                .Any(member => member is not MethodBase { IsPrivate: true } and not MethodBase { IsAssembly: true }));
    }

    [GeneratedRegex(@"`\[?([A-Z]\w+(?:\.[A-Z]\w+)?)\]?`")]
    private static partial Regex Name();
}
