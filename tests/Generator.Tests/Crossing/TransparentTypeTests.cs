using ProcGen.Generator.Tests.Infrastructure;
using static ProcGen.Generator.Tests.Infrastructure.GeneratorRunner;

namespace ProcGen.Generator.Tests.Crossing;

/// <summary>Objects are made by their constructor only where nobody can see the difference from objects that are restored without one.</summary>
public sealed class TransparentTypeTests
{
    [Theory]
    [InlineData("public sealed record Job(int Id, string Name);")]
    [InlineData("public record Job(int Id, string? Name) { public int Count { get; set; } public List<int> Items { get; init; } = []; }")]
    [InlineData("public readonly record struct Job(string Name, int[] Items);")]
    [InlineData("public struct Job { public string? Name { get; set; } public int Id; }")]
    [InlineData("public class Job { public required string Name { get; init; } public int Id { get; internal set; } = -1; public Job? Next { get; set; } }")]
    [InlineData("public class Job { public string Name { get; set; } = string.Empty; public List<int> Items { get; } = new(); public List<int>? More { get; set; } = new(); public void Add() { } }", false)]
    [InlineData("public class Job { public string? Name { get; set; } public static int Made = 3; public const int Limit = 4; public int Twice => Made * 2; }")]
    [InlineData("public sealed record Box<T>(T Value, string Text); public class Job { public Box<string[]>? Box { get; set; } }")]
    public void Constructors_and_properties_that_do_nothing_else_are_used(string declarations, bool isTransparent = true)
    {
        GeneratorRun run = Serialize(declarations);
        Assert.Equal(isTransparent, !run.Text.Contains("GetUninitializedObject", StringComparison.Ordinal) && !run.Text.Contains("UnsafeAccessor", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("public class Job { public Job() => Console.Beep(); public string? Name { get; set; } }")]
    [InlineData("public class Job(string name) { public string Name { get; set; } = name; }")]
    [InlineData("public class Job { private Job() { } public string? Name { get; set; } public static Job Make() => new(); }")]
    [InlineData("public class Job { public string? Name { get; set; } private int _hidden; public int Next() => ++_hidden; }")]
    [InlineData("public class Job { public string? Name { get; private set; } }")]
    [InlineData("public class Job { public string Name { get; set; } = Guid.NewGuid().ToString(); }")]
    [InlineData("public class Job { public string? Name { get; set; } public int Count = Environment.TickCount; }")]
    [InlineData("public class Job { public string? Name { get; set; } [ProcessIgnore] public int Count { get; set; } = 5; }")]
    [InlineData("public class Job { public string? Name { get; set; } [ProcessIgnore] public required object Owner { get; set; } }")]
    [InlineData("public sealed record Job(string Name, [property: ProcessIgnore] [field: ProcessIgnore] object Owner);")]
    [InlineData("public sealed record Job(string Name) { public string Name { get; init; } = Name.Trim(); }")]
    [InlineData("public sealed record Job(string Name) { public string Name { get; init => field = value.Trim(); } = Name; }")]
    [InlineData("public class Job { public string? Name { get; set => field = value?.Trim(); } }")]
    [InlineData("public class Job { public virtual string? Name { get; set; } }")]
    [InlineData("public class Job { [Obsolete(\"No\", error: true)] public string? Name { get; set; } }")]
    [InlineData("public class Job { public string? Name { get; [Obsolete(\"No\", error: true)] set; } }")]
    [InlineData("public class Job { public string? Name { get; } }")]
    [InlineData("public class Base { public int Id { get; set; } } public class Job : Base { public string? Name { get; init; } }")]
    [InlineData("[ProcessReferences] public class Job { public Job? Next { get; set; } }")]
    [InlineData("public class Job { public event Action? Changed; public string? Name { get; set; } public void Raise() => Changed?.Invoke(); }", true)]
    public void All_others_are_restored_without_a_constructor(string declarations, bool isRefused = false)
    {
        GeneratorRun run = Serialize(declarations);
        Assert.Equal(!isRefused, run.Text.Contains("GetUninitializedObject", StringComparison.Ordinal));
    }

    [Fact]
    public void Their_code_is_what_one_would_write()
    {
        string text = Serialize("public sealed record Job(int Id, string Name) { public bool IsDone { get; init; } }").Sources["ProcGen.Serializers.g.cs"];

        Assert.Contains("writer.Writer.WriteUnmanaged(value.Id, value.IsDone);", text, StringComparison.Ordinal);
        Assert.Contains("writer.WriteString(value.Name);", text, StringComparison.Ordinal);
        Assert.Contains("return new global::Job(@id, @name) { IsDone = @isDone };", text, StringComparison.Ordinal);
    }

    private static GeneratorRun Serialize(string declarations) =>
        Run(Usings + $"public static partial class Calls {{ [RunInProcess] public static void Run(Job job) {{ }} }} {declarations}").AssertCompiles();
}
