using System.Runtime.CompilerServices;

namespace ProcGen.Tests.Managers;

/// <summary>An object of the application's own that a manager keeps.</summary>
[ManagedObject]
internal interface IRegister
{
    int Total { get; }

    string Title { get; set; }

    int Add(int amount);

    void Fail(string message);

    Task<int> AddLaterAsync(int amount, CancellationToken cancellationToken);

    ValueTask ResetAsync();

    IAsyncEnumerable<int> CountAsync(int count, CancellationToken cancellationToken);

    IEnumerable<string> Words(string text);

    /// <summary>Another object, which is made where this one is.</summary>
    IRegister Child(string title);

    SharedList<string>? Log { get; set; }

    int ProcessId { get; }
}

internal sealed partial class Register : IRegister
{
    private readonly Dictionary<string, Register> _children = [];

    public int Total { get; private set; }

    public string Title { get; set; } = "";

    public SharedList<string>? Log { get; set; }

    public int ProcessId => Environment.ProcessId;

    [RunInProcess]
    public static IRegister Create(string title) => new Register { Title = title };

    [RunInProcess]
    public static int AddTo(IRegister register, int amount, int times)
    {
        int total = 0;
        for (int i = 0; i < times; i++)
        {
            total = register.Add(amount);
        }

        register.Log?.Add($"added {times}");
        return total;
    }

    public int Add(int amount)
    {
        int before = Total;
        Thread.SpinWait(50);
        return Total = before + amount;
    }

    public void Fail(string message) => throw new InvalidDataException(message);

    public async Task<int> AddLaterAsync(int amount, CancellationToken cancellationToken)
    {
        await Task.Delay(amount < 0 ? Timeout.Infinite : 1, cancellationToken);
        return Add(amount);
    }

    public ValueTask ResetAsync()
    {
        Total = 0;
        return default;
    }

    public async IAsyncEnumerable<int> CountAsync(int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    public IEnumerable<string> Words(string text) => text.Split(' ');

    public IRegister Child(string title)
    {
        if (!_children.TryGetValue(title, out Register? child))
        {
            _children.Add(title, child = new Register { Title = title });
        }

        return child;
    }
}
