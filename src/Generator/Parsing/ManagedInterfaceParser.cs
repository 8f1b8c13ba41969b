using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Generator.Collections;
using ProcGen.Generator.Models;
using ProcGen.Shared;
using ProcGen.Shared.Managed;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Parsing;

/// <summary>Makes the model of the proxy of one managed interface.</summary>
internal static class ManagedInterfaceParser
{
    /// <summary>The model of an interface. It is made for the declaration with the attribute only.</summary>
    /// <param name="declaration">A declaration of an interface that has attributes.</param>
    /// <param name="compilation">The compilation that it is in.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static ManagedInterfaceModel? Parse(InterfaceDeclarationSyntax declaration, Compilation compilation, CancellationToken cancellationToken) =>
        ModelCache<ManagedInterfaceModel>.GetOrParse(declaration, compilation, () => ParseNew(declaration, compilation, cancellationToken));

    private static ManagedInterfaceModel? ParseNew(InterfaceDeclarationSyntax declaration, Compilation compilation, CancellationToken cancellationToken)
    {
        if (!MarkingNames.MayBeManaged(declaration, compilation)
            || compilation.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellationToken) is not INamedTypeSymbol type
            || KnownSymbols.For(compilation) is not { } known
            || ManagedInterfaceShape.For(type, known) is not { } shape
            || type.FindAttribute(known.ManagedObjectAttribute)?.ApplicationSyntaxReference is not { } place
            || place.SyntaxTree != declaration.SyntaxTree
            || !declaration.Span.Contains(place.Span))
        {
            return null;
        }

        var skipped = new List<string>(shape.Violations.Select(static v => $"{v.Symbol.Name}: {v.Reason}"));
        var members = new List<ManagedMemberModel>();
        if (skipped.Count == 0)
        {
            var types = new TypeModelBuilder(compilation, type);
            foreach (ManagedMember member in shape.Members)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Parse(member, shape, known, types, out string reason) is { } model)
                {
                    members.Add(model);
                }
                else
                {
                    skipped.Add($"{member.Shape.Method.Name}: {reason}");
                }
            }
        }

        HolderModel holder = ContainingTypeParser.Parse(type);
        return new ManagedInterfaceModel
        {
            FullName = holder.FullName,
            Hash = holder.Hash,
            Type = TypeNames.Plain(type),
            Namespace = GeneratedPlaces.GetNamespace(compilation.AssemblyName ?? ""),
            ProxyName = GeneratedPlaces.GetProxyName(type),
            Accessibility = type.WithContainingTypes().All(static t => t.DeclaredAccessibility == Accessibility.Public) ? "public" : "internal",
            SeesRuntimeInternals = known.SeesRuntimeInternals,
            IsObsolete = type.WithContainingTypes().Any(t => t.HasAttribute(known.ObsoleteAttribute)),
            Members = skipped.Count == 0 ? members.ToImmutableEquatableArray() : [],
            Skipped = skipped.Distinct().OrderBy(static s => s, StringComparer.Ordinal).Select(static s => $"{RuleIds.ManagedInterface}: no proxy is generated. {s}.").ToImmutableEquatableArray(),
        };
    }

    private static ManagedMemberModel? Parse(ManagedMember member, ManagedInterfaceShape shape, KnownSymbols known, TypeModelBuilder types, out string reason)
    {
        IMethodSymbol method = member.Shape.Method;
        MethodModel? model = MethodParser.TryParse(member.Shape, Accessibility.Public, known, types, out RuleViolation? violation);
        if (model is null || model.Serializers.Any(static s => s.IsLocal))
        {
            reason = violation?.Reason ?? "it names a type that only the interface can name";
            return null;
        }

        reason = "";
        ManagedForm form = member.Shape switch
        {
            { Result: ResultRole.Sequence } => ManagedForm.Sequence,
            { Result: ResultRole.AsyncSequence } => ManagedForm.AsyncSequence,
            { IsAwaited: true } => method.ReturnType.Is(known.Task) || method.ReturnType.Is(known.TaskOfT) ? ManagedForm.Task : ManagedForm.ValueTask,
            _ => ManagedForm.Blocking,
        };
        return new(
            model with { Property = member.Property is null ? null : TypeNames.Escape(member.Property.Name), LocksReceiver = !shape.IsConcurrent },
            method.ReturnsVoid ? "void" : TypeNames.Annotated(method.ReturnType),
            form);
    }
}
