namespace ProcGen.Tests.Managers;

/// <summary>Objects of the application's own in a manager.</summary>
public sealed class ManagedObjectTests : IDisposable
{
    private readonly ProcessManager _manager = ProcessManager.Start();

    public void Dispose() => _manager.Dispose();

    [Fact]
    public void Methods_and_properties_run_where_the_object_is()
    {
        IRegister register = _manager.Run(Register.InProcess.Create("first"));

        Assert.Equal(_manager.ProcessId, register.ProcessId);
        Assert.Equal(3, register.Add(3));
        Assert.Equal(3, register.Total);
        Assert.Equal("first", register.Title);
        register.Title = "second";
        Assert.Equal("second", register.Title);
        Assert.Equal(["a", "b"], register.Words("a b"));
    }

    [Fact]
    public async Task Synchronous_members_of_one_object_run_one_at_a_time_for_all_processes()
    {
        IRegister register = _manager.Run(Register.InProcess.Create("sum"));
        register.Log = _manager.CreateList<string>();
        await using var pool = new ProcessPool(new() { Workers = 2 });

        await Task.WhenAll(pool.RunAsync(Register.InProcess.AddTo(register, 1, 2000)), pool.RunAsync(Register.InProcess.AddTo(register, 1, 2000)));

        Assert.Equal(4000, register.Total);
        Assert.Equal(["added 2000", "added 2000"], register.Log);
    }

    [Fact]
    public async Task Asynchronous_members_can_be_awaited_cancelled_and_enumerated()
    {
        IRegister register = _manager.Run(Register.InProcess.Create("later"));

        Assert.Equal(2, await register.AddLaterAsync(2, CancellationToken.None));
        using var source = new CancellationTokenSource();
        Task<int> never = register.AddLaterAsync(-1, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never.Soon());
        var items = new List<int>();
        await foreach (int item in register.CountAsync(100_000, CancellationToken.None))
        {
            items.Add(item);
            if (item == 9)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(0, 10), items);
        await register.ResetAsync();
        Assert.Equal(0, register.Total);
    }

    [Fact]
    public void An_exception_arrives_as_its_own_type_with_the_place_where_it_was_thrown()
    {
        IRegister register = _manager.Run(Register.InProcess.Create("broken"));

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => register.Fail("no data"));

        Assert.Equal("no data", error.Message);
        Assert.Contains("Registers.cs", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, register.Add(1));
    }

    [Fact]
    public void An_object_that_is_returned_is_one_object_and_not_a_copy()
    {
        IRegister register = _manager.Run(Register.InProcess.Create("parent"));
        IRegister child = register.Child("child");
        child.Add(5);

        Assert.Equal(5, register.Child("child").Total);
        Assert.Equal(child, register.Child("child"));
        Assert.Equal(0, register.Total);
    }

    [Fact]
    public void An_object_of_this_process_is_refused_with_advice()
    {
        var error = Assert.Throws<ProcessSerializationException>(() => _manager.Run(Register.InProcess.AddTo(new Register(), 1, 1)));

        Assert.Contains("manager.Run(", error.Message, StringComparison.Ordinal);
    }
}
