using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Models;

/// <summary>
/// The way from the assembly's table to a member of a containing type that the table itself cannot name: a hidden internal method in every type on the way
/// whose nested type, or member, cannot be named outside of it.
/// </summary>
internal sealed class AccessorChain
{
    private readonly string?[] _targets;

    private AccessorChain(string name, string?[] targets, string entry)
    {
        Name = name;
        _targets = targets;
        Entry = entry;
    }

    /// <summary>The name of the methods of the chain, the same at every level.</summary>
    public string Name { get; }

    /// <summary>The method that the table calls, in code.</summary>
    public string Entry { get; }

    /// <summary>What the chain's method in a level of nesting calls; null if the level needs none.</summary>
    public string? GetTarget(int level) => _targets[level];

    /// <summary>The chain to a member of a type.</summary>
    /// <param name="model">The type.</param>
    /// <param name="name">The name of the chain's methods, unique in every type on the way.</param>
    /// <param name="target">The member, in code.</param>
    /// <param name="isReachable">Whether code elsewhere in the assembly can name the member inside its type.</param>
    public static AccessorChain Create(StubClassModel model, string name, string target, bool isReachable)
    {
        var targets = new string?[model.Types.Count];
        for (int level = model.Types.Count - 1; level >= 0; level--)
        {
            if (!isReachable)
            {
                targets[level] = target;
                target = $"{model.GetTypeName(level)}.{name}";
            }

            isReachable = model.Types[level].IsReachableInAssembly;
        }

        return new(name, targets, target);
    }

    /// <summary>The chain to the method that finds the type's marked methods; null if it has none.</summary>
    public static AccessorChain? ToFinder(StubClassModel model) => model.Methods.Any(static m => m.Role != MethodRole.Startup)
        ? Create(model, $"{GeneratedNames.Finder}_{model.Hash}", $"{model.TypeName}.{WellKnownTypes.StubClass}.{GeneratedNames.Finder}", model.IsReachableInAssembly)
        : null;

    /// <summary>The chain to a start-up method.</summary>
    public static AccessorChain ToStartup(StubClassModel model, MethodModel method) =>
        Create(model, $"__{method.UniqueName}", $"{model.TypeName}.{method.Identifier}", method.IsReachableInAssembly);
}
