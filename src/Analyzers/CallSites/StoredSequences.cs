using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Shared.Captures;
using ProcGen.Shared.Crossing;

namespace ProcGen.Analyzers.CallSites;

/// <summary>A deferred sequence in an object that crosses.</summary>
/// <param name="Place">The innermost expression: what would have to be evaluated.</param>
/// <param name="Path">The way to it, from the argument's type on.</param>
/// <param name="Member">The innermost member on the path; null if the sequence is an element.</param>
/// <param name="Owners">The types whose members hold it.</param>
internal sealed record StoredSequence(IOperation Place, string Path, ISymbol? Member, IReadOnlyList<INamedTypeSymbol> Owners);

/// <summary>
/// Looks for deferred sequences in the construction of an argument: through constructors, initializers, <c>with</c>, arrays, collections, tuples, and locals
/// that are written once and only passed on.
/// </summary>
internal sealed class StoredSequences(Compilation compilation, CancellationToken cancellationToken)
{
    private readonly DeferredSequences _deferred = new(compilation, cancellationToken);
    private readonly List<StoredSequence> _found = [];
    private readonly Stack<INamedTypeSymbol> _owners = new();
    private readonly HashSet<ILocalSymbol> _locals = new(SymbolEqualityComparer.Default);

    public IReadOnlyList<StoredSequence> Find(IOperation argument)
    {
        Visit(argument, argument.WithoutConversions().Type?.Short() ?? "");
        return _found;
    }

    /// <summary>Visits a value that is itself no stored sequence: an argument, which streams, or what a copying constructor takes.</summary>
    private void Visit(IOperation value, string path)
    {
        foreach (IOperation alternative in value.Alternatives())
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (alternative)
            {
                case IObjectCreationOperation creation:
                    VisitCreation(creation, path);
                    break;
                case IWithOperation { Type: INamedTypeSymbol type } with:
                    Visit(with.Operand, path);
                    VisitInitializer(with.Initializer, type, path);
                    break;
                case IArrayCreationOperation { Initializer: { } initializer }:
                    VisitElements(initializer.ElementValues, path);
                    break;
                case ICollectionExpressionOperation collection:
                    // The items of a spread are copied here and now.
                    VisitElements(collection.Elements.Where(static element => element is not ISpreadOperation), path);
                    break;
                case ITupleOperation tuple:
                    VisitElements(tuple.Elements, path);
                    break;
                case ILocalReferenceOperation local when IsPassedOnOnly(local) && _locals.Add(local.Local):
                    if (local.FindOnlyValue() is { } initial)
                    {
                        Visit(initial, path);
                    }

                    break;
                case ILocalReferenceOperation local when LaterStores.Find(local) is { } stores && _locals.Add(local.Local):
                    VisitStores(local, stores, path);
                    break;
            }
        }
    }

    /// <summary>A local whose object gets members after it was made: <c>job.Rows = Read();</c>. What was there before them no longer crosses.</summary>
    private void VisitStores(ILocalReferenceOperation local, IReadOnlyList<LaterStore> stores, string path)
    {
        if (local.FindOnlyValue() is { } initial)
        {
            Visit(initial, path);
        }

        foreach (LaterStore store in stores)
        {
            string place = path;
            foreach (ISymbol member in store.Members)
            {
                place += "." + member.Name;
            }

            _found.RemoveAll(found => found.Path == place || found.Path.StartsWith(place + ".", StringComparison.Ordinal));
            if (store.IsCertain && store.Members.All(static member => Stores(member) && CarriedMembers.IsCarried(member.ContainingType, member)))
            {
                foreach (ISymbol member in store.Members)
                {
                    _owners.Push(member.ContainingType);
                }

                VisitStored(store.Value, place, store.Members[store.Members.Count - 1]);
                foreach (ISymbol _ in store.Members)
                {
                    _owners.Pop();
                }
            }
        }
    }

    private void VisitStored(IOperation value, string path, ISymbol? member)
    {
        if (_deferred.IsDeferred(value))
        {
            _found.Add(new StoredSequence(value.WithoutConversions(), path, member, [.. _owners]));
        }
        else
        {
            Visit(value, path);
        }
    }

    private void VisitElements(IEnumerable<IOperation> elements, string path)
    {
        foreach (IOperation element in elements)
        {
            VisitStored(element, path, member: null);
        }
    }

    private void VisitCreation(IObjectCreationOperation creation, string path)
    {
        if (creation is not { Type: INamedTypeSymbol type, Constructor: { } constructor })
        {
            return;
        }

        if (!SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly))
        {
            // A collection copies what its constructor is given: its items can hold a sequence, they are none.
            foreach (IArgumentOperation argument in creation.Arguments)
            {
                Visit(argument.Value, path);
            }
        }
        else
        {
            _owners.Push(type);
            foreach (IArgumentOperation argument in creation.Arguments.Where(argument => argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Parameter is not null))
            {
                foreach (ISymbol member in ConstructorStores.FindMembers(argument.Parameter!, cancellationToken).Where(member => CarriedMembers.IsCarried(type, member)).Take(1))
                {
                    VisitStored(argument.Value, path + "." + NameOf(member), member);
                }
            }

            _owners.Pop();
        }

        VisitInitializer(creation.Initializer, type, path);
    }

    private void VisitInitializer(IObjectOrCollectionInitializerOperation? initializer, INamedTypeSymbol type, string path)
    {
        _owners.Push(type);
        foreach (IOperation operation in initializer?.Initializers ?? [])
        {
            switch (operation)
            {
                case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol { IsIndexer: false } } target } assignment:
                    if (Stores(target.Member) && CarriedMembers.IsCarried(type, target.Member))
                    {
                        VisitStored(assignment.Value, path + "." + target.Member.Name, target.Member);
                    }

                    break;
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true } } element:
                    VisitStored(element.Value, path, member: null);
                    break;
                case IMemberInitializerOperation { InitializedMember: IMemberReferenceOperation inner, Initializer: { } nested } when inner.Type is INamedTypeSymbol innerType && CarriedMembers.IsCarried(type, inner.Member):
                    VisitInitializer(nested, innerType, path + "." + inner.Member.Name);
                    break;
                case IInvocationOperation { TargetMethod.Name: "Add" } add:
                    VisitElements(add.Arguments.Select(static argument => argument.Value), path);
                    break;
            }
        }

        _owners.Pop();
    }

    // A setter with a body may copy what it is given.
    private static bool Stores(ISymbol member) => member is IFieldSymbol || ConstructorStores.IsAutomatic((IPropertySymbol)member);

    private static string NameOf(ISymbol member) =>
        member.Name.StartsWith("<", StringComparison.Ordinal) ? member.Name.Substring(1, member.Name.IndexOf('>') - 1) : member.Name;

    /// <summary>
    /// Whether nothing can have changed the object of a local before it is passed: no member of it is called or assigned. An object that is passed on earlier is left
    /// to where that happens.
    /// </summary>
    private static bool IsPassedOnOnly(ILocalReferenceOperation reference) =>
        reference.Root().Descendants().OfType<ILocalReferenceOperation>()
            .Where(other => SymbolEqualityComparer.Default.Equals(other.Local, reference.Local))
            .All(other => !MayBeChanged(other) && (other.Syntax.SpanStart >= reference.Syntax.SpanStart || !IsArgumentOfStub(other)));

    private static bool MayBeChanged(ILocalReferenceOperation reference)
    {
        if (reference.IsChanged())
        {
            return true;
        }

        IOperation child = reference;
        while (child.Parent is IConversionOperation || (child.Parent is IMemberReferenceOperation member && member.Instance == child))
        {
            child = child.Parent;
        }

        return child.Parent is IInvocationOperation call && call.Instance == child;
    }

    private static bool IsArgumentOfStub(ILocalReferenceOperation reference)
    {
        IOperation? parent = reference.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent is IArgumentOperation { Parent: IInvocationOperation call } && StubCalls.IsStub(call.TargetMethod);
    }
}
